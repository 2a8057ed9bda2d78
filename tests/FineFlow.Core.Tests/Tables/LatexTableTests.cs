using FineFlow.Core.Tables;

namespace FineFlow.Core.Tests.Tables;

public class LatexTableTests
{
    [Fact]
    public void Cells_are_set_with_rules_and_sides_and_bold_text_stays_bold() => Assert.Equal(
        """
        \begin{tabular}{lr}
        \toprule
        model & MSE \\
        \midrule
        a\_b & \textbf{1 $\pm$ 0.5} \\
        50\% \& more & $-$2 \\
        \bottomrule
        \end{tabular}

        """.ReplaceLineEndings("\n"),
        LatexTable.Of(TextTable.Of(
            [("a_b", "**1 ± 0.5**"), ("50% & more", "−2")],
            [new("model", row => row.Item1), new("MSE", row => row.Item2, Alignment.Right)])));

    [Fact]
    public void Columns_of_a_group_stand_below_its_name_once()
    {
        var lines = LatexTable.Of(TextTable.Of(
            ["x"],
            [
                new("model", row => row),
                new("MSE", _ => "1", Group: "P1"),
                new("MAE", _ => "2", Group: "P1"),
                new("MSE", _ => "3", Group: "P_2"),
            ])).Split('\n');

        Assert.Equal(@" & \multicolumn{2}{c}{P1} & \multicolumn{1}{c}{P\_2} \\", lines[2]);
        Assert.Equal(@"\cmidrule(lr){2-3}\cmidrule(lr){4-4}", lines[3]);
        Assert.Equal(@"model & MSE & MAE & MSE \\", lines[4]);
    }

    [Fact]
    public void A_table_is_divided_by_its_groups()
    {
        var table = TextTable.Of(
            ["x"], [new("a", _ => "1"), new("b", _ => "2", Group: "P"), new("c", _ => "3", Group: "Q"), new("d", _ => "4")]);

        Assert.Equal(["1 2 4", "1 3 4"], table.ByGroup().Select(part => string.Join(' ', Assert.Single(part.Rows))));
        Assert.Equal(["a Q c d"], table.ByGroup().Skip(1).Select(part => string.Join(' ', part.Columns.Select(column => column.Head))));
        var plain = TextTable.Of(["x"], [new("a", row => row)]);
        Assert.Same(plain, Assert.Single(plain.ByGroup()));
    }

    [Fact]
    public void Markdown_names_the_group_with_each_column() => Assert.Equal(
        "| P1 MSE |\n|---|\n| x |\n", MarkdownTable.Of(TextTable.Of(["x"], [new("MSE", row => row, Group: "P1")])));

    [Theory]
    [InlineData(@"\input{x}", @"\textbackslash{}input\{x\}")]
    [InlineData("a^b~c$d#e", @"a\textasciicircum{}b\textasciitilde{}c\$d\#e")]
    [InlineData("p < 0.001 | 4×4\nnext", @"p $<$ 0.001 $|$ 4$\times$4 next")]
    [InlineData("**half bold", "**half bold")]
    public void What_latex_takes_for_its_own_is_shown_as_it_is(string text, string written) =>
        Assert.Equal(written, LatexTable.Escape(text));
}
