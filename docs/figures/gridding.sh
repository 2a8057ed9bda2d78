# Ten million events next to a plain DuckDB query. Three minutes, on a machine with nothing else to do.
. "$FIGURES/lib.sh"
dotnet run -c Release --project "$REPOSITORY/benchmarks/FineFlow.Ingest.Benchmarks" -- 10 5 >rows
echo '| file | plain query | `data grid`, dataset folder written | rows/s | ratio |'
echo '|---|---|---|---|---|'
sed -nE 's/^(\S+) .*plain query (.*) at most (.*), data grid (.*) at most (.*), (.*) rows\/s, (.*) of the query.s time$/| \1 | \2, \3 | \4, \5 | \6 | \7 |/p' rows
made_on gridding
