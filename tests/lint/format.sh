#!/bin/bash
# Says which C++ files of ours are not laid out as .clang-format says; `format.sh fix` lays them out.
set -euo pipefail
cd "$(dirname "$0")/../.."
case "${1:-check}" in
    fix) how="-i" ;;
    *) how="--dry-run -Werror" ;;
esac
# shellcheck disable=SC2086  # Two words, on purpose.
if git ls-files -z --cached --others --exclude-standard -- '*.cpp' '*.h' |
    xargs -0 -r -P 2 -n 32 clang-format-14 --style=file $how; then
    exit 0
fi
echo "The remedy: ./dev format" >&2
exit 1
