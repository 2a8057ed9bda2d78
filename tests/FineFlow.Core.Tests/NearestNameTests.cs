namespace FineFlow.Core.Tests;

public class NearestNameTests
{
    private static readonly string[] Options = ["grid", "overwrite", "to", "out", "max-gap", "max-bad", "lon", "lat", "c", "ms"];

    [Theory]
    [InlineData("grd", "grid")]
    [InlineData("gird", "grid")]
    [InlineData("grids", "grid")]
    [InlineData("GRID", "grid")]
    [InlineData("over", "overwrite")]
    [InlineData("ovrewrte", "overwrite")]
    [InlineData("ot", "to")]
    [InlineData("max_bad", "max-bad")]
    [InlineData("lan", "lon")]
    [InlineData("mz", "ms")]
    [InlineData("C", "c")]
    [InlineData("nosuch", null)]
    [InlineData("x", null)]
    [InlineData("ov", null)]
    [InlineData("", null)]
    public void The_nearest_known_name_is_found_or_none(string name, string? nearest) =>
        Assert.Equal(nearest, NearestName.Of(name, Options));

    [Fact]
    public void A_very_long_name_is_near_to_none_at_once() => Assert.Null(NearestName.Of(new string('x', 10_000_000), Options));

    [Fact]
    public void A_question_is_the_end_of_a_message_and_empty_where_nothing_is_near()
    {
        Assert.Equal("; did you mean 'grid'?", NearestName.Question("grd", Options));
        Assert.Equal("", NearestName.Question("nosuch", Options));
    }

    [Fact]
    public void A_path_is_asked_about_by_what_lies_beside_it()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("trips-2024.csv"), "");

        Assert.Equal("; did you mean 'trips-2024.csv'?", NearestName.QuestionOfPath(folder.File("trip-2024.csv")));
        Assert.Equal("", NearestName.QuestionOfPath(folder.File("weather.csv")));
        Assert.Equal("", NearestName.QuestionOfPath(folder.File("nosuch/trips-2024.csv")));
        Assert.Equal("", NearestName.QuestionOfPath(folder.File("trips-2024.csv")));
        Assert.Equal("", NearestName.QuestionOfPath("\0"));
        Assert.Equal("", NearestName.QuestionOfPath("/"));
    }
}
