# Processor time of the maps that follow from a distribution. Half a minute.
. "$FIGURES/lib.sh"
dotnet run -c Release --project "$REPOSITORY/benchmarks/FineFlow.Estimates.Benchmarks"
made_on estimates
