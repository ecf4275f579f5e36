#!/bin/sh
# Writes the demo's stack files into the program, so that it needs no files at run time.
set -eu
cd "$(dirname "$0")/.."
target=Sources/skep/DemoFiles+Texts.swift
{
    echo '// Made from stacks/ by stacks/embed.sh; change the files there.'
    echo
    echo '// swift-format-ignore-file'
    echo
    echo 'extension DemoFiles {'
    echo '    /// The files by their paths.'
    echo '    static let texts: [String: String] = ['
    for file in demo/todo.yml demo/numbers.yml demo/numbers-v4.yml demo/image-gallery.yml \
        image-gallery/docker-compose.yml timecheck/timecheck.yml \
        todo-list/configs/config.json todo-list/secrets/secrets.json; do
        echo "        \"stacks/$file\": ###\"\"\""
        cat "stacks/$file"
        echo '"""###,'
    done
    echo '    ]'
    echo '}'
} >"$target"
