using FineFlow.Experiments.Plans;

namespace FineFlow.Experiments.Tests.Plans;

/// <summary>The paper's numbers stand beside ours only where division, sizes and samples are the paper's.</summary>
public class PublishedDataTests
{
    private const string Division = "7:1:2 in time order", Shape = "32x32 to 128x128, 1 channel, 2142 / 306 / 612 samples";

    [Theory]
    [InlineData(Division, Shape, null)]
    [InlineData(Division, Shape + ", no external factors", null)]
    [InlineData("published", Shape, "they are of data divided 7:1:2 in time order, and these are divided published")]
    [InlineData(null, Shape, "they are of data divided 7:1:2 in time order, and these are of a division that is not stated")]
    [InlineData(
        Division,
        "32x32 to 128x128, 1 channel, 70 / 10 / 20 samples",
        "they are of " + Shape + ", and these are 32x32 to 128x128, 1 channel, 70 / 10 / 20 samples")]
    public void Other_data_are_told_with_the_reason(string? division, string shape, string? obstacle) => Assert.Equal(
        obstacle, new PublishedData(Division, Shape).Obstacle(new ExperimentDataset("TaxiBJ-P1", "P1", "00", shape, division, null, null)));

    [Fact]
    public void Every_published_row_says_what_data_it_is_of() => Assert.All(
        ExperimentFile.Names.Select(ExperimentFile.Read), file => Assert.Equal(file.Published.Keys.Order(), file.PublishedOn.Keys.Order()));
}
