# Few days of a city, with and without another city's weights. Small networks and few epochs, because many are trained.
. "$FIGURES/lib.sh"
sfcab=$(sfcab) bikenyc=$(bikenyc)
small=$(city small)
mkdir -p measured
dmn='--model dmn --set channels=32 --set blocks=2 --epochs 20 --threads 1'

# One form for all: one channel, factor 4. San Francisco is cut anew, so that its test part has days enough for intervals.
[ -d sf ] || fineflow data split "$sfcab" --ratio 9:1:6 --out sf >&2
[ -d bike ] || fineflow data split "$bikenyc" --channels inflow --factor 4 --out bike >&2
[ -e made-up ] || ln -s "$small" made-up

for source in sf bike made-up; do trained "runs/$source" --data $source $dmn; done

# A run of few days: few CITY DAYS SEED NAME [OPTION of fineflow train]...
few() { trained "runs/$1-$2-$3-$4" --data "$1" --target-days "$2" --seed "$3" "${@:5}"; }

# Differences of dmn's test errors to the first run's, measured once: against CITY DAYS SEED FIRST OTHER...
against() {
  local file=measured/$1-$2-$3-$4.json runs=()
  for name in "${@:4}"; do runs+=("runs/$1-$2-$3-$name"); done
  [ -f "$file" ] || fineflow compare "${runs[@]}" --data "$1" --threads 1 --json >"$file"
  cat "$file"
}

title() { case $1 in sf) echo 'San Francisco taxis' ;; bike) echo 'BikeNYC, inflow' ;; made-up) echo 'the made-up city' ;; esac; }

for city in bike sf; do
  case $city in sf) sources='bike made-up' ;; bike) sources='sf made-up' ;; esac
  echo "**$(title $city), test part: mean squared error of the mean map**"
  echo
  echo '| days | seed | `kha` | `dmn` from scratch | `dmn` from | its error | against scratch, % | against `kha`, % |'
  echo '|---:|---:|---:|---:|---|---:|---|---|'
  for days in 1 3 7; do
    for seed in ${SEEDS:-1}; do
      few $city $days $seed kha --model kha --threads 1
      few $city $days $seed scratch $dmn
      for source in $sources; do few $city $days $seed "$source" $dmn --init-from "runs/$source" --init-place other; done
      against $city $days $seed kha scratch $sources >/dev/null
      against $city $days $seed scratch $sources >/dev/null
      for source in $sources; do
        jq -rs --arg days $days --arg seed $seed --arg run "$city-$days-$seed-$source" --arg source "$(title "$source")" '
          def r(d): . * d | round / d;
          def of($all; $suffix): first($all[] | select(.run | endswith($suffix)));
          def part($compared; $base): of($compared.differences; $run).bootstrap.mse
            | [.difference, .low, .high] | map(. / $base * 100 | r(10)) | "\(.[0]) (\(.[1]) to \(.[2]))";
          .[0] as $kha | .[1] as $scratch | ($kha.runs[0].mse) as $k | ($scratch.runs[0].mse) as $s
          | "| \($days) | \($seed) | \($k | r(1e4)) | \($s | r(1e4)) | \($source) | \(of($kha.runs; $run).mse | r(1e4)) | \(part($scratch; $s)) | \(part($kha; $k)) |"' \
          "measured/$city-$days-$seed-kha.json" "measured/$city-$days-$seed-scratch.json"
      done
    done
  done
  echo
done
echo 'In brackets the 95 % interval over the days of the test part: negative is better.'
made_on transfer
