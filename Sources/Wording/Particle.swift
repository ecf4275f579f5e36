/// A Korean particle that has two forms, by the sound that the word before it ends with.
enum Particle: String, Hashable, Sendable, CaseIterable {
    case topic = "은"
    case subject = "이"
    case object = "을"
    case with = "과"
    case toward = "으로"
    case quoted = "이라"

    /// The form after a vowel.
    private var open: String {
        switch self {
        case .topic: "는"
        case .subject: "가"
        case .object: "를"
        case .with: "와"
        case .toward: "로"
        case .quoted: "라"
        }
    }

    /// The form that fits after a text.
    func form(after text: String) -> String {
        switch Ending(of: text) {
        case .vowel: open
        // ㄹ is a consonant that this one particle takes for a vowel.
        case .liquid: self == .toward ? open : rawValue
        case .consonant: rawValue
        }
    }
}

/// The sound that a word ends with when it is read in Korean.
enum Ending: Hashable, Sendable {
    case vowel, liquid, consonant

    /// Looks at the last letter or digit; signs and blanks after it are passed over.
    init(of text: String) {
        let spoken = text.unicodeScalars.reversed().drop { !Self.isSpoken($0) }
        guard let last = spoken.first else {
            self = .vowel
            return
        }
        if Self.syllables.contains(last.value) {
            let final = (last.value - Self.syllables.lowerBound) % 28
            self = final == 0 ? .vowel : (final == 8 ? .liquid : .consonant)
        } else if let digit = last.properties.numericType == .decimal ? last.value % 16 : nil {
            self = Self.digits[Int(digit) % Self.digits.count]
        } else {
            self = Self.ending(ofLatin: spoken)
        }
    }

    /// 가 to 힣: 28 in a row differ in their final consonant only.
    private static let syllables: ClosedRange<UInt32> = 0xAC00...0xD7A3

    /// 영 일 이 삼 사 오 육 칠 팔 구.
    private static let digits: [Ending] = [
        .consonant, .liquid, .vowel, .consonant, .vowel,
        .vowel, .consonant, .liquid, .liquid, .vowel,
    ]

    private static func isSpoken(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || scalar.properties.numericType == .decimal
    }

    /// How a Latin word is mostly read: node is 노드, web is 웹, shop is 숍, redis is 레디스.
    private static func ending(
        ofLatin reversed: ReversedCollection<String.UnicodeScalarView>.SubSequence
    ) -> Ending {
        let letters = reversed.prefix(3).map { Character($0.properties.lowercaseMapping) }
        let vowels: Set<Character> = ["a", "e", "i", "o", "u", "y"]
        let isAfterOneVowel =
            letters.count > 1 && vowels.contains(letters[1])
            && !(letters.count > 2 && vowels.contains(letters[2]))
        switch letters[0] {
        case "l": return .liquid
        case "m", "n": return .consonant
        case "g" where letters.count > 1 && letters[1] == "n": return .consonant
        case "b", "c", "k", "p", "t": return isAfterOneVowel ? .consonant : .vowel
        default: return .vowel
        }
    }
}
