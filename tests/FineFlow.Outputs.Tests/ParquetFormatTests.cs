using DuckDB.NET.Data;
using FineFlow.Core;

namespace FineFlow.Outputs.Tests;

/// <summary>Parquet files as DuckDB reads them.</summary>
public sealed class ParquetFormatTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_is_the_table_of_the_csv_with_types()
    {
        var prediction = SmallPrediction.Create(SmallPrediction.Degrees) with { Time = [1_211_000_400, 1_211_002_200, 1_211_004_000] };
        Assert.Equal(
            ["time TIMESTAMP", "row INTEGER", "column INTEGER", "lon DOUBLE", "lat DOUBLE", "channel VARCHAR", "flow FLOAT"],
            Query(prediction, "SELECT column_name || ' ' || column_type FROM (DESCRIBE FROM fine)"));
        var csv = Path.ChangeExtension(_folder.File("fine.parquet"), ".csv");
        OutputFormats.FromPath(csv).Write(csv, prediction);
        Assert.Equal(["48"], Query(prediction, "SELECT count(*) FROM fine"));
        Assert.Equal([], Query(prediction, $"SELECT * FROM fine EXCEPT SELECT * REPLACE (flow::FLOAT AS flow) FROM read_csv('{csv}')"));
    }

    [Fact]
    public void Slots_without_times_are_numbers_and_unknown_places_are_null()
    {
        var prediction = SmallPrediction.Create();
        Assert.Equal(["0", "1", "2"], Query(prediction, "SELECT DISTINCT slot FROM fine ORDER BY slot"));
        Assert.Equal(["48"], Query(prediction, "SELECT count(*) FROM fine WHERE lon IS NULL AND lat IS NULL"));
    }

    [Fact]
    public void Projected_centres_are_x_and_y() => Assert.Equal(
        ["390250.0 5800750.0"], Query(SmallPrediction.Create(SmallPrediction.Metres), "SELECT x || ' ' || y FROM fine LIMIT 1"));

    [Fact]
    public void Whole_counts_and_quantiles_are_integers_to_the_last_digit()
    {
        const long Largest = 1L << 53;
        var counts = new FlowMaps(new(3, 2, 2, 4), [.. Enumerable.Range(0, 48).Select(count => (float)count)]);
        var prediction = SmallPrediction.Create() with
        {
            Whole = [.. SmallPrediction.Whole.Select(count => Largest - count)],
            Quantiles = [new(0.975, counts)],
        };
        Assert.Equal(
            ["BIGINT BIGINT 9007199254740945 47"],
            Query(prediction, "SELECT typeof(flow) || ' ' || typeof(q975) || ' ' || flow || ' ' || q975 FROM fine ORDER BY flow LIMIT 1"));
    }

    [Fact]
    public void Values_that_are_not_numbers_stay_and_hide_no_others_from_a_filter()
    {
        var fine = new FlowMaps(new(1, 1, 1, 4), [float.NaN, 1, 7, float.NaN]);
        var prediction = new Prediction { Fine = fine, Model = "plgf" };
        Assert.Equal(["0", "3"], Query(prediction, "SELECT \"column\" FROM fine WHERE isnan(flow) ORDER BY \"column\""));
        Assert.Equal(["2"], Query(prediction, "SELECT \"column\" FROM fine WHERE flow = 7"));
        Assert.Equal(["1"], Query(prediction, "SELECT \"column\" FROM fine WHERE flow < 2"));
    }

    [Fact]
    public void Large_series_come_in_several_row_groups()
    {
        var fine = new FlowMaps(new(3, 1, 700, 1000));
        fine.Map(2, 0)[^1] = 5;
        var prediction = new Prediction { Fine = fine, Model = "plgf" };
        Assert.Equal(
            ["3"], Query(prediction, $"SELECT count(DISTINCT row_group_id) FROM parquet_metadata('{_folder.File("fine.parquet")}')"));
        Assert.Equal(["2 699 999"], Query(prediction, "SELECT slot || ' ' || \"row\" || ' ' || \"column\" FROM fine WHERE flow = 5"));
    }

    [Fact]
    public void The_file_says_where_it_comes_from()
    {
        var provenance = new Provenance { DataFingerprint = "abc", Command = "fineflow predict runs/a" };
        var prediction = SmallPrediction.Create() with { Provenance = provenance };
        var metadata = Query(
            prediction, $"SELECT decode(key) || '=' || decode(value) FROM parquet_kv_metadata('{_folder.File("fine.parquet")}')");
        Assert.Contains("model=plgf", metadata);
        Assert.Contains("data_fingerprint=abc", metadata);
        Assert.Contains("command=fineflow predict runs/a", metadata);
    }

    private string[] Query(Prediction prediction, string sql)
    {
        var path = _folder.File("fine.parquet");
        OutputFormats.FromPath(path).Write(path, prediction);
        return DuckDb.Query(path, sql);
    }
}

/// <summary>Asks DuckDB of a Parquet file.</summary>
internal static class DuckDb
{
    /// <summary>Returns the first column of a query's answer as text; the file is the view <c>fine</c>.</summary>
    public static string[] Query(string path, string sql)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"CREATE VIEW fine AS FROM read_parquet('{path}'); {sql}";
        using var reader = command.ExecuteReader();
        List<string> rows = [];
        while (reader.Read())
        {
            rows.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{reader.GetValue(0)}"));
        }

        return [.. rows];
    }
}
