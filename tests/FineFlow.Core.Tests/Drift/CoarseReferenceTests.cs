using System.Text.Json.Nodes;
using FineFlow.Core.Drift;

namespace FineFlow.Core.Tests.Drift;

public sealed class CoarseReferenceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_gives_the_same_scores_as_the_maps()
    {
        var (train, later) = MadeUpCity.Create(seed: 1);
        var reference = CoarseReference.Measure(train, null);
        reference.Write(Path);
        var read = CoarseReference.Read(Path);

        var now = CountTally.Join(CountedDays.Of(later, null, read.Edges).Days.Select(day => day.Tally));
        Assert.Equal(DriftScores.Of(now, reference.Tally()), DriftScores.Of(now, read.Tally()));
        Assert.Equal(DriftRule.LongestWindow, read.Usual.Count);
        Assert.Equal(reference.Usual[^1].Cells, read.UsualOf(100)!.Cells);
        Assert.Equal(MadeUpCity.TrainDays, read.Days);
    }

    [Fact]
    public void A_training_of_unknown_days_or_of_one_day_has_no_usual_windows()
    {
        var (train, _) = MadeUpCity.Create(seed: 1);
        Assert.Empty(CoarseReference.Measure(train with { Time = null }, null).Usual);
        Assert.Empty(CoarseReference.Measure(train.Slice(0, MadeUpCity.SlotsOfDay), null).Usual);
        Assert.Equal(MadeUpCity.TrainDays, CoarseReference.Measure(train with { Time = null }, MadeUpCity.SlotsOfDay).Days);
    }

    [Fact]
    public void Days_that_lack_most_of_their_slots_are_not_whole()
    {
        var (train, _) = MadeUpCity.Create(seed: 1);
        var days = CountedDays.Of(train.Slice(18, 100), null, [0]);
        Assert.Equal([6, 24, 24, 24, 22], days.Days.Select(day => day.Samples.Count));
        Assert.Equal([24, 24, 24, 22], days.Whole.Select(day => day.Samples.Count));
    }

    [Theory]
    [InlineData("format", "2", "is of format 2; this version reads 1")]
    [InlineData("rows", "7", "lengths contradict")]
    [InlineData("rows", "-6", "lengths contradict")]
    [InlineData("sums", "[1]", "lengths contradict")]
    [InlineData("seen", "[1]", "lengths contradict")]
    [InlineData("bin_counts", "[[1]]", "lengths contradict")]
    [InlineData("bin_counts", "[null]", "lengths contradict")]
    [InlineData("edges", "[0,5,3,6,7,8,9,10,11,12]", "do not ascend")]
    [InlineData("edges", "null", "not what FineFlow writes")]
    [InlineData("slots", "[-1,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2]", "no count")]
    [InlineData("slots", "[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]", "no count")]
    [InlineData("slots", "\"many\"", "not what FineFlow writes")]
    [InlineData("usual", "[{}]", "not what FineFlow writes")]
    [InlineData("usual", "[null]", "usual windows")]
    public void A_file_that_cannot_be_is_refused(string field, string value, string words)
    {
        CoarseReference.Measure(MadeUpCity.Create(seed: 1).Train, null).Write(Path);
        var document = JsonNode.Parse(File.ReadAllText(Path))!;
        document[field] = JsonNode.Parse(value);
        File.WriteAllText(Path, document.ToJsonString());

        var refusal = Assert.Throws<BadInputException>(() => CoarseReference.Read(Path));
        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(Path, refusal.Message, StringComparison.Ordinal);
    }

    private string Path => _folder.File("reference.json");
}
