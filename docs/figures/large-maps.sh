# Time and memory of large maps, whole and in tiles. Three minutes, on a machine with nothing else to do. Needs GNU time.
. "$FIGURES/lib.sh"
[ -x /usr/bin/time ] || { echo 'GNU time is needed: apt-get install time' >&2; exit 2; }
trained plgf --data "$(city tiny)" --model plgf --epochs 1 --threads 2

random_map() { # SIZE: one square map of random bytes as .npy
  local header
  header=$(printf "%-117s" "{'descr': '|u1', 'fortran_order': False, 'shape': (1, $1, $1), }")
  { printf '\x93NUMPY\x01\x00\x76\x00%s\n' "$header"; head -c $(($1 * $1)) /dev/urandom; } >"map-$1.npy"
}

external() { # The seven factors of one slot as .npy
  { printf '\x93NUMPY\x01\x00\x76\x00%-117s\n' "{'descr': '|u1', 'fortran_order': False, 'shape': (1, 7), }"; printf '\x14\x05\x00\x00\x01\x08\x01'; } >ext.npy
}

row() { # SIZE TITLE [OPTION]...
  local size=$1 title=$2 seconds kilobytes
  shift 2
  /usr/bin/time -f '%e %M' -o measured fineflow predict plgf --input "map-$size.npy" --ext ext.npy --output fine.npy --threads 2 "$@" >/dev/null 2>&1
  read -r seconds kilobytes < <(tail -1 measured)
  echo "| $size x $size | $((4 * size)) x $((4 * size)) | $title | $seconds s | $((kilobytes / 1024)) MB |"
}

external
random_map 128
random_map 256
echo '| coarse map | fine map | | wall | peak memory |'
echo '|---|---|---|---|---|'
row 128 whole
row 128 'tiles' --tile 32x32
row 128 'tiles, `--overlap 8`' --tile 32x32 --overlap 8
row 256 'tiles' --tile 32x32
made_on large-maps
