# A hundred million trips in Parquet, counted in little memory. Ten minutes, and 10 GB of disk.
. "$FIGURES/lib.sh"
dotnet run -c Release --project "$REPOSITORY/benchmarks/FineFlow.Ingest.Benchmarks" -- trips 100 >trips
sed -nE 's/^(\S+) M trips, (\S+) MB of Parquet, (\S+) MB for DuckDB: (\S+) s at most (\S+) MB$/| \1 million, \2 MB | \3 MB | \4 s | \5 MB |/p' trips >row
echo '| trips, file | memory that DuckDB may use | dataset folder written after | most memory of the process |'
echo '|---|---|---|---|'
cat row
made_on large-file
