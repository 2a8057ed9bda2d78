using System.Text.Json;
using FineFlow.Core.Datasets;
using FineFlow.Core.Settings;

namespace FineFlow.Core.Tests.Datasets;

public class LeftOutBlocksTests
{
    [Theory]
    [InlineData("2x2:1", "##.", "##.", "...", "...")]
    [InlineData("2x2:2", "..#", "..#", "...", "...")]
    [InlineData("4x3:12", "...", "...", "...", "..#")]
    [InlineData("1x1:1", "###", "###", "###", "###")]
    [InlineData("3x1:2", "...", "...", "###", "...")]
    public void A_rectangle_is_one_of_those_that_cut_the_map_in_reading_order(string text, params string[] rows)
    {
        var blocks = LeftOutBlocks.Parse(text, 4, 3);

        Assert.Equal(rows, blocks.Map);
        Assert.Equal(rows.Sum(row => row.Count(block => block == '#')), blocks.Count);
        Assert.Equal(text == "1x1:1", blocks.IsEverything);
    }

    [Theory]
    [InlineData(4, 3, 2, 2)]
    [InlineData(7, 5, 3, 4)]
    [InlineData(32, 32, 5, 7)]
    public void The_rectangles_of_a_map_have_every_block_once(int rows, int columns, int down, int across)
    {
        var districts = Enumerable.Range(1, down * across)
            .Select(district => LeftOutBlocks.Parse($"{down}x{across}:{district}", rows, columns)).ToList();

        Assert.All(Enumerable.Range(0, rows * columns), block => Assert.Single(districts, district => district.IsLeftOut[block]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2x2")]
    [InlineData("2x2:")]
    [InlineData("2x2:0")]
    [InlineData("2x2:5")]
    [InlineData("0x1:1")]
    [InlineData("5x1:1")]
    [InlineData("1x4:1")]
    [InlineData("-2x2:1")]
    [InlineData("2X2:1")]
    [InlineData(" 2x2:1")]
    [InlineData("2x2:1\n")]
    [InlineData("99999x2:1")]
    [InlineData("2x2:99999999999")]
    [InlineData("٢x٢:١")]
    public void Any_other_text_is_refused_in_a_line_that_names_the_setting(string text)
    {
        var refusal = Assert.Throws<BadInputException>(() => LeftOutBlocks.Parse(text, 4, 3));

        Assert.Equal("LeaveOut", refusal.Setting);
        Assert.Contains("expected", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""["..", "#"]""")]
    [InlineData("""["..", ".."]""")]
    [InlineData("""["#x", ".."]""")]
    [InlineData("[\"\"]")]
    [InlineData("[null]")]
    public void A_document_that_holds_no_such_map_is_refused(string map) => Assert.Throws<BadInputException>(() =>
        JsonSerializer.Deserialize<LeftOutBlocks>($$"""{"districts": "a", "map": {{map}}}""", JsonStyle.Document));

    [Fact]
    public void A_document_holds_it_whole()
    {
        var blocks = LeftOutBlocks.Parse("2x2:3", 4, 3);

        var read = JsonSerializer.Deserialize<LeftOutBlocks>(JsonSerializer.Serialize(blocks, JsonStyle.Document), JsonStyle.Document);

        Assert.Equal(blocks, read);
        Assert.NotEqual(LeftOutBlocks.Parse("2x2:4", 4, 3), read);
    }

    [Fact]
    public void Hidden_cells_are_0_and_all_others_as_they_were()
    {
        var maps = Numbered(2, 2, 4, 6);
        var blocks = LeftOutBlocks.Of("a", 2, 3, block => block is 1 or 3);

        var hidden = blocks.Hide(maps, 2);

        for (var cell = 0; cell < maps.Values.Length; cell++)
        {
            var (row, column) = (cell / 6 % 4, cell % 6);
            var isHidden = (row / 2, column / 2) is (0, 1) or (1, 0);
            Assert.Equal(isHidden ? 0 : maps.Values[cell], hidden.Values[cell]);
        }

        Assert.Throws<BadInputException>(() => blocks.Hide(maps, 1));
    }

    [Fact]
    public void Blocks_are_taken_whole_and_in_order()
    {
        var maps = Numbered(1, 2, 4, 6);
        var blocks = LeftOutBlocks.Of("a", 2, 3, block => block is 1 or 3);

        var taken = blocks.Take(maps, 2, leftOut: true);

        Assert.Equal("[1, 2, 2, 4]", taken.ToString());
        Assert.Equal([3, 4, 13, 14, 9, 10, 19, 20], taken.Map(0, 0).ToArray());
        Assert.Equal([27, 28, 37, 38, 33, 34, 43, 44], taken.Map(0, 1).ToArray());
        Assert.Equal([1, 3, 5, 6], blocks.Take(Numbered(1, 1, 2, 3), 1, leftOut: false).Values);
    }

    private static FlowMaps Numbered(int samples, int channels, int rows, int columns)
    {
        var shape = new FlowShape(samples, channels, rows, columns);
        return new(shape, [.. Enumerable.Range(1, shape.Length).Select(value => (float)value)]);
    }
}
