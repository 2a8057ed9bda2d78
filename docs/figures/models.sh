# The catalog: parameters, multiply-adds and golden cases of every model, as the program gives them. A minute.
. "$FIGURES/lib.sh"
fineflow models --json >models.json
fineflow parity "$REPOSITORY"/tests/Goldens/*/* --json >parity.json || true
jq -r --slurpfile parity <(jq -s 'if (.[0] | type) == "array" then .[0] else . end' parity.json) '
  ($parity[0] | group_by(.model) | map({key: .[0].model, value: "\(map(select(.passed)) | length) of \(length)"}) | from_entries) as $cases
  | "| model | what it is | from | parameters | multiply-adds | adds up | golden cases |", "|---|---|---|---|---|---|---|",
  (.models[] | "| `\(.name)` | \(.title) | \(.paper) | \(.parameters) | \(.multiply_adds / 1e7 | round / 100) G | \(.conserves) | \($cases[.name]) |")' models.json
made_on models
