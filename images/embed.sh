#!/bin/sh
# Writes images/catalog.yml into the program, so that it needs no files at run time.
set -eu
cd "$(dirname "$0")/.."
target=Sources/ImageCatalogFile/StandardCatalogText.swift
{
    echo '// Made from images/catalog.yml by images/embed.sh; change it there.'
    echo
    echo '// swift-format-ignore-file'
    echo
    echo 'package import Agents'
    echo
    echo 'extension ImageCatalog {'
    echo '    /// The text of images/catalog.yml.'
    echo '    package static let standardText = ###"""'
    cat images/catalog.yml
    echo '"""###'
    echo '}'
} >"$target"
