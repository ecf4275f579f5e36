#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// How somebody sees colours: with all three kinds of cones, or without one.
package enum ColorVision: String, CaseIterable, Hashable, Sendable {
    case usual
    /// Without the cones for red, for green, for blue.
    case protanopia, deuteranopia, tritanopia

    /// Rows of what red, green and blue light become, after Viénot, Brettel and Mollon (1999); for
    /// blue a single plane stands for their two.
    private var matrix: [[Double]] {
        switch self {
        case .usual: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
        case .protanopia:
            [[0.11238, 0.88762, 0], [0.11238, 0.88762, 0], [0.00401, -0.00401, 1]]
        case .deuteranopia:
            [[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [-0.02234, 0.02234, 1]]
        case .tritanopia:
            [[1, 0.1461, -0.1461], [0, 0.8583, 0.1417], [0, 0.8583, 0.1417]]
        }
    }

    /// How far apart two colours are for these eyes, in CIE 1976 units; 2.3 can just be told apart.
    package func distance(_ left: RGB, _ right: RGB) -> Double {
        let (one, other) = (lab(left), lab(right))
        let sum = zip(one, other).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        return sum.squareRoot()
    }

    /// The colour as these eyes see it, in CIE 1976 L*a*b*.
    private func lab(_ color: RGB) -> [Double] {
        let light = [color.red, color.green, color.blue].map(RGB.linear)
        let seen = matrix.map { row in
            min(1, max(0, zip(row, light).reduce(0) { $0 + $1.0 * $1.1 }))
        }
        let x = Self.root((0.4124 * seen[0] + 0.3576 * seen[1] + 0.1805 * seen[2]) / 0.95047)
        let y = Self.root(0.2126 * seen[0] + 0.7152 * seen[1] + 0.0722 * seen[2])
        let z = Self.root((0.0193 * seen[0] + 0.1192 * seen[1] + 0.9505 * seen[2]) / 1.08883)
        return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
    }

    private static func root(_ value: Double) -> Double {
        value > 0.008856 ? cbrt(value) : 7.787 * value + 16 / 116
    }
}
