using FineFlow.Core;
using FineFlow.Ingest.Grid;
using FineFlow.Ingest.Tables;

namespace FineFlow.Ingest.Tests.Grid;

public class InjectionTests
{
    private const string Attack = "x\") FROM range(1); COPY (SELECT 1) TO 'stolen.csv'; --'";

    [Theory]
    [InlineData("plain", "\"plain\"", "'plain'")]
    [InlineData("a\"b", "\"a\"\"b\"", "'a\"b'")]
    [InlineData("a'b\\", "\"a'b\\\"", "'a''b\\'")]
    public void Quotes_inside_are_doubled(string text, string name, string literal)
    {
        Assert.Equal(name, Sql.Name(text));
        Assert.Equal(literal, Sql.Text(text));
        Assert.Throws<ArgumentException>(() => Sql.Text(text + "\0"));
    }

    [Fact]
    public void Names_of_columns_are_never_sql()
    {
        using var folder = new TemporaryFolder();
        var csv = Flows.Write(
            folder, "a.csv", $"time,\"{Attack.Replace("\"", "\"\"", StringComparison.Ordinal)}\",lat", "2024-01-01 10:00,1,1");
        var name = CsvDialect.Split(File.ReadLines(csv).First(), ',')[1];
        Assert.Equal(
            1, Flows.Build(Flows.Options(GridKind.Events, csv) with { Columns = new() { Longitude = name } }).Report.Channels[0].Counted);

        var parquet = Compressed.Parquet(
            folder, "a.parquet", $"SELECT TIMESTAMP '2024-01-01 10:00:00' AS time, 1 AS {Sql.Name(Attack)}, 1 AS lat");
        Assert.Equal(
            1,
            Flows.Build(Flows.Options(GridKind.Events, parquet) with { Columns = new() { Longitude = Attack } })
                .Report.Channels[0].Counted);
        Assert.Throws<BadInputException>(
            () => Flows.Build(Flows.Options(GridKind.Events, parquet) with { Columns = new() { Longitude = Attack + "x" } }));
    }

    [Theory]
    [InlineData("%Y'); COPY (SELECT 1) TO 'stolen.csv'; --")]
    [InlineData("%Q")]
    [InlineData("'")]
    public void A_time_format_is_never_sql(string format)
    {
        using var folder = new TemporaryFolder();
        var csv = Flows.Write(folder, "a.csv", "time,lon,lat", "2024-01-01 10:00,1,1");
        Assert.Throws<BadInputException>(() => Flows.Build(Flows.Options(GridKind.Events, csv) with { TimeFormats = [format] }));
    }

    [Fact]
    public void The_engine_reads_the_given_files_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        var given = Flows.Write(folder, "a.csv", "time,lon", "1,2");
        var other = Flows.Write(folder, "b.csv", "time,lon", "1,2");
        Engine.Read(new(), [given], engine => ReadsNothingBut(engine, given, other, folder));
        Assert.Equal(["a.csv", "b.csv"], Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order());
    }

    private static bool ReadsNothingBut(Engine engine, string given, string other, TemporaryFolder folder)
    {
        Assert.Equal(2L, engine.Rows(given, $"SELECT count(*) FROM read_csv({Sql.Text(given)}, header = false)")[0][0]);
        foreach (var forbidden in new[]
        {
            $"SELECT * FROM read_csv({Sql.Text(other)})", "SELECT * FROM 'https://example.org/a.csv'",
            $"COPY (SELECT 1) TO {Sql.Text(folder.File("c.csv"))}",
            "INSTALL httpfs", "SET enable_external_access = true", $"ATTACH {Sql.Text(folder.File("d.db"))}",
        })
        {
            Assert.Throws<BadInputException>(() => engine.Rows(given, forbidden));
        }

        return true;
    }
}
