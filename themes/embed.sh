#!/bin/sh
# Writes the themes and the template into Sources/Theming/BuiltInThemes*.swift, so that the program
# has them wherever it runs. Run it after changing one of them; a test compares.
set -eu
cd "$(dirname "$0")"
out=../Sources/Theming/BuiltInThemes
base="dark high-contrast light mono nord terminal"
others=$(ls ./*.toml | sed -e 's|^\./||' -e 's/\.toml$//' | LC_ALL=C sort \
    | grep -vxE "TEMPLATE|$(echo $base | tr ' ' '|')")

head() {
    echo '// swift-format-ignore-file'
    echo '// Written by themes/embed.sh from the files in themes/. Change those, not this.'
    echo
}

themes() {
    for name in "$@"; do
        echo '        ('
        echo "            name: \"$name\","
        echo '            text: #"""'
        sed -e 's/^\(.\)/                \1/' "$name.toml"
        printf '%s\n' '                """# + "\n"'
        echo '        ),'
    done
    echo '    ]'
}

{
    head
    echo '/// The themes, compiled in.'
    echo 'package enum BuiltInThemes {'
    echo '    /// Name and TOML text of each.'
    echo '    package static let all: [(name: String, text: String)] = bases + others'
    echo
    echo '    private static let bases: [(name: String, text: String)] = ['
    themes $base
    echo '}'
} > "$out.swift"
{
    head
    echo 'extension BuiltInThemes {'
    echo '    /// Those that are made from another one.'
    echo '    static let others: [(name: String, text: String)] = ['
    themes $others
    echo '}'
} > "$out+Others.swift"
{
    head
    echo 'extension BuiltInThemes {'
    echo '    /// A theme with every slot explained, to copy from.'
    echo '    package static let template = #"""'
    sed -e 's/^\(.\)/        \1/' TEMPLATE.toml
    printf '%s\n' '        """# + "\n"'
    echo '}'
} > "$out+Template.swift"
