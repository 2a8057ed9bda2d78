# What the scripts of docs/results/real-cities.md share: the cities, and FineFlow's own models on them, trained and measured once in $WORK/cities.
own='kha pha dmn'
mkdir -p "$WORK/cities/cut" "$WORK/cities/measured"
cd "$WORK/cities"

# The dataset folder of a city, or of one that cut_to has made: data CITY
data() {
  case $1 in sf) sfcab ;; bike) bikenyc ;; uber) uber ;; *) echo "$WORK/cities/cut/$1" ;; esac
}

# Uber's pickups in New York of April 2014 by the hour, with weather and holidays, counted once. The files are not part of the project.
uber() {
  local folder=${UBERNYC:-${FINEFLOW_SHARED:-$REPOSITORY/../shared}/data/uber-nyc}
  [ -d "$folder" ] || { echo "the folder of Uber's pickups, with weather and holidays, is needed: set UBERNYC" >&2; exit 2; }
  [ -d "$WORK/data/uber" ] || fineflow data grid "$folder/2014-04.csv.gz" --kind events --slot 60 --grid 80x80 --zone America/New_York \
    --weather "$folder/weather-jfk-2014-04.csv" --temperature HOURLYDRYBULBTEMPF --temperature-unit f --wind HOURLYWindSpeed \
    --precipitation HOURLYPrecip --precipitation-unit in --weather-clock standard --holidays "$folder/holidays-us-2014.csv" --out "$WORK/data/uber" >&2
  echo "$WORK/data/uber"
}

# A dataset with the last days of train alone: cut_to CITY DAYS
cut_to() { [ -d "cut/$1-$2" ] || fineflow data split "$(data "$1")" --train-days "$2" --out "cut/$1-$2" >&2; }

# What evaluate --json says of a run, measured once: evaluated NAME RUN CITY [OPTION]...
evaluated() {
  local file=measured/$1.json
  [ -f "$file" ] || fineflow evaluate "runs/$2" --data "$(data "$3")" --threads 2 --json "${@:4}" >"$file"
  cat "$file"
}

# The same of a model: measured CITY MODEL NAME [OPTION of evaluate]...
measured() {
  trained "runs/$1-$2" --data "$(data "$1")" --model "$2" --threads 2
  evaluated "$1-$2-$3" "$1-$2" "$1" "${@:4}"
}

# The same of a model trained with a setting: with_setting CITY MODEL NAME KEY=VALUE
with_setting() {
  trained "runs/$1-$2-$3" --data "$(data "$1")" --model "$2" --threads 2 --set "$4"
  evaluated "$1-$2-$3" "$1-$2-$3" "$1"
}

# The head of a table of row.
head_of_rows() {
  echo '| model | MSE of the mean map | error removed | MAE of the MAE map | MAPE of the MAPE map | in the 90 % interval |'
  echo '|---|---:|---:|---:|---:|---:|'
}

# A row of what evaluate --json says: row TITLE
row() {
  jq -r --arg title "$1" 'def r(d): . * d | round / d;
    "| \($title) | \(.mse | r(1e4)) | \(.removable_share * 1000 | round / 10) % | \(.estimates.mae.mae | r(1e4)) | \(.estimates.mape.mape | r(1e5)) | \(.coverage_90 * 1000 | round / 10) % |"'
}

# Rows of the networks in an experiment's results.csv, those with the smallest error first: rows_of_networks EVEN_SPLIT NOISE_FLOOR
rows_of_networks() {
  awk -F, -v even="$1" -v floor="$2" '$12 != "" { printf "| %s | %.4f | %.1f %% | %.4f | %.5f | |\n", $3, $12, (even - $12) / (even - floor) * 100, $14, $15 }' \
    | sort -t'|' -k3,3n
}
