using CsCheck;
using FineFlow.Core;
using FineFlow.Ingest.External;

namespace FineFlow.Ingest.Tests.External;

public class WeatherClassifierTests
{
    [Theory]
    [InlineData("Clear", 1)]
    [InlineData("  SUNNY ", 1)]
    [InlineData("Mostly Sunny", 2)]
    [InlineData("Partly Cloudy", 2)]
    [InlineData("Mostly Cloudy", 3)]
    [InlineData("overcast clouds", 3)]
    [InlineData("Rain", 4)]
    [InlineData("Light\tRain", 5)]
    [InlineData("light intensity drizzle", 5)]
    [InlineData("Moderate rain", 6)]
    [InlineData("Heavy Rain / Windy", 7)]
    [InlineData("Torrential rain", 8)]
    [InlineData("Heavy rain with thunder", 9)]
    [InlineData("Light Freezing Rain", 10)]
    [InlineData("Rain and Snow", 10)]
    [InlineData("Snow", 11)]
    [InlineData("Light Snow Showers", 12)]
    [InlineData("Moderate snow", 13)]
    [InlineData("Blizzard", 14)]
    [InlineData("Haze", 15)]
    [InlineData("Dust Storm", 16)]
    [InlineData("Blowing Sand", 17)]
    [InlineData("", 0)]
    [InlineData("n/a", 0)]
    public void Words_become_the_class_of_the_first_line_that_knows_one(string text, int expected) =>
        Assert.Equal(expected, WeatherClassifier.FromText(text));

    [Theory]
    [InlineData(0, 20, "sunny")]
    [InlineData(0.2, 20, "sprinkle")]
    [InlineData(2.5, 20, "moderate rain")]
    [InlineData(8, 20, "heavy rain")]
    [InlineData(16, 20, "rainstorm")]
    [InlineData(0.5, -1, "light snow")]
    [InlineData(1, 0, "moderate snow")]
    [InlineData(2.5, -5, "heavy snow")]
    [InlineData(0.5, double.NaN, "sprinkle")]
    public void Precipitation_becomes_rain_or_below_freezing_snow(double millimetres, double celsius, string expected) =>
        Assert.Equal(expected, WeatherClasses.Names[WeatherClassifier.FromPrecipitation(millimetres, celsius) - 1]);

    [Fact]
    public void Any_text_has_a_class_that_the_embedding_tables_hold() =>
        Gen.String.Sample(text => Assert.InRange(WeatherClassifier.FromText(text), 0, 17));

    [Fact]
    public void Every_class_can_be_said_by_its_own_name_and_a_word_means_itself()
    {
        Assert.All(WeatherClasses.Names.Index(), name => Assert.Equal(name.Index + 1, WeatherClassifier.FromText(name.Item)));
        Assert.All(
            WeatherClassifier.Words.SelectMany(line => line.Words, (line, word) => (line.Class, word)),
            line => Assert.Equal(line.Class, WeatherClassifier.FromText(line.word)));
    }

    [Fact]
    public void The_guide_has_the_table_as_it_is()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "FineFlow.slnx")))
        {
            root = root.Parent;
        }

        Assert.SkipWhen(root is null, "the sources are not beside the tests");
        var guide = File.ReadAllText(Path.Combine(root!.FullName, "docs", "grid.md"));
        var rows = WeatherClassifier.Words.Select(
            line => $"| {WeatherClasses.Names[line.Class - 1]} ({line.Class}) | {string.Join(", ", line.Words)} |");
        Assert.Contains(string.Join('\n', rows), guide.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }
}
