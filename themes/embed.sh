#!/bin/sh
# Writes the five base themes into Sources/Theming/BuiltInThemes.swift, so that the program has
# them wherever it runs. Run it after changing one of them; a test compares.
set -eu
cd "$(dirname "$0")"
out=../Sources/Theming/BuiltInThemes.swift
{
    echo '// swift-format-ignore-file'
    echo '// Written by themes/embed.sh from the files in themes/. Change those, not this.'
    echo
    echo '/// The base themes, compiled in.'
    echo 'package enum BuiltInThemes {'
    echo '    /// Name and TOML text of each.'
    echo '    package static let all: [(name: String, text: String)] = ['
    for name in dark high-contrast light mono terminal; do
        echo '        ('
        echo "            name: \"$name\","
        echo '            text: #"""'
        sed -e 's/^\(.\)/                \1/' "$name.toml"
        printf '%s\n' '                """# + "\n"'
        echo '        ),'
    done
    echo '    ]'
    echo '}'
} > "$out"
