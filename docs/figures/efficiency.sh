# Errors against cost, networks in their published sizes, on the small city. A quarter of an hour, on a machine with nothing else to do.
. "$FIGURES/lib.sh"
experiment efficiency --data "$(city small)"
table table.md
made_on efficiency
