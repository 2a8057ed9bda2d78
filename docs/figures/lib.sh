# What the scripts of this folder share. A command that fails inside $(...) ends a script as well.
shopt -s inherit_errexit

# The machine and the versions, as the last line of a block: made_on NAME
made_on() {
  fineflow doctor --json | jq -r --arg name "$1" '"\n*Made by `docs/figures/remake.sh \($name)` on \(.cores) core\(if .cores == 1 then "" else "s" end) of an \(.processor)"
    + (if .instruction_sets.avx512_bf16 then " (AVX-512 with bf16)" elif .instruction_sets.avx512 then " (AVX-512)" else "" end)
    + ", \(.memory.total_bytes / 1073741824 | round) GiB, \(.operating_system | sub(" GNU/Linux"; "") | sub(" \\(.*"; "")), \(.dot_net), libtorch \(.libtorch.version | sub("(\\.0)+$"; "")).*"'
}

# A made-up city by preset and seed, made once: city PRESET [SEED]
city() {
  [ -d "$WORK/data/$1" ] || fineflow data synth --preset "$1" --seed "${2:-1}" --out "$WORK/data/$1" >&2
  echo "$WORK/data/$1"
}

# The real BikeNYC, which is not part of the project.
bikenyc() {
  local folder=${BIKENYC:-${FINEFLOW_SHARED:-$REPOSITORY/../shared}/data/bikenyc}
  [ -d "$folder" ] || { echo "the BikeNYC dataset folder is needed: set BIKENYC" >&2; exit 2; }
  echo "$folder"
}

# The taxis of San Francisco, which are not part of the project.
sfcab() {
  local folder=${SFCAB:-${FINEFLOW_SHARED:-$REPOSITORY/../shared}/data/sfcab}
  [ -d "$folder" ] || { echo "the dataset folder of the San Francisco taxis is needed: set SFCAB" >&2; exit 2; }
  echo "$folder"
}

# A run, trained once: trained OUT [OPTION of fineflow train]...
trained() {
  local out=$1
  shift
  [ -f "$out/.done" ] || { rm -rf "$out"; fineflow train "$@" --out "$out" >&2 && touch "$out/.done"; }
}

# An experiment of the quick budget on the small city: its tables and figures go to docs/results/NAME, its description to the page.
experiment() {
  local name=$1
  shift
  fineflow experiment "$name" "$@" --budget quick --seeds 1 --threads 2 --out . >&2
  local target=$REPOSITORY/docs/results/$name
  mkdir -p "$target"
  cp table.md results.csv "$target"
  cp ./*.png ./*.svg "$target" 2>/dev/null || true
}

# The first table of a Markdown file after a heading: table FILE [HEADING]
table() {
  awk -v heading="${2:-}" 'heading == "" || index($0, heading) == 1 { found = 1 } found && /^\|/ { print; inside = 1 } inside && !/^\|/ { exit }' "$1"
}
