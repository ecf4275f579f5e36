import Basics

extension String {
    /// The text made safe to be shown.
    var safe: SafeText { SafeText(sanitizing: self) }
}

extension SafeText {
    static let space: SafeText = " "
}
