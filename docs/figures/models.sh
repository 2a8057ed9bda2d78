# The catalog: parameters, multiply-adds and golden cases of every model, as the program gives them. A minute.
. "$FIGURES/lib.sh"
cases=$REPOSITORY/tests/Goldens
[ -z "${FINEFLOW_SHARED:-}" ] || cases=$FINEFLOW_SHARED/goldens
fineflow models --json >models.json
fineflow parity "$cases"/*/*/ --json >parity.json || true
jq -r --slurpfile parity parity.json '
  def passed(path): "\(map(select(path.passed)) | length) of \(length)";
  def words: {exactly: "exactly", up_to_epsilon: "up to its epsilon; `--exact`", no: "no; `--project`"}[.] // .;
  def papers: if .publications == [] then .paper
    else .publications | map(if .link then "[\(.name)](\(.link))" else .name end) | join("; ") end;
  ($parity[0].cases | group_by(.model) | map({key: .[0].model, value: "\(passed(.plain)), \(passed(.shipped))"}) | from_entries) as $cases
  | "| model | what it is | from | parameters | multiply-adds | adds up | golden cases: plain, shipped |", "|---|---|---|---|---|---|---|",
  (.models[] | "| [`\(.name)`](docs/models/\({mean: "baselines", ha: "baselines", kha: "dmn", pha: "dmn"}[.name] // .name).md) | \(.title) | \(papers) | \(.parameters) | \(.multiply_adds / 1e7 | round / 100) G | \(.conserves | words) | \($cases[.name] // "no published code") |")' models.json
made_on models
