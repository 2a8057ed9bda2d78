using FineFlow.Core.Tables;

namespace FineFlow.Core.Tests.Tables;

public class TextTableTests
{
    private static TextTable Table() => TextTable.Of(
        [("a|b", 1), ("say \"hi\", twice\nor more", 22)],
        [
            new("name", row => row.Item1),
            new("count", row => $"{row.Item2}", Alignment.Right),
        ]);

    [Fact]
    public void Markdown_aligns_columns_and_keeps_each_row_in_one_line_with_its_cells() => Assert.Equal(
        "| name | count |\n|---|---:|\n| a\\|b | 1 |\n| say \"hi\", twice or more | 22 |\n", MarkdownTable.Of(Table()));

    [Fact]
    public void Csv_quotes_what_a_reader_would_take_for_its_own() => Assert.Equal(
        "name,count\na|b,1\n\"say \"\"hi\"\", twice\nor more\",22\n", CsvTable.Of(Table()));

    [Fact]
    public void A_row_that_is_added_is_filled_up_to_the_last_column_and_never_beyond()
    {
        var table = Table();
        table.Add("sum");
        Assert.Equal(["sum", ""], table.Rows[^1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => table.Add("one", "two", "three"));
    }
}
