using FineFlow.Core;
using FineFlow.Ingest.TaxiBj;

namespace FineFlow.Ingest.Tests.TaxiBj;

public class TaxiBjTaskTests
{
    [Theory]
    [InlineData("3", "P3")]
    [InlineData("1..4", "P1 P2 P3 P4")]
    [InlineData("2..3", "P2 P3")]
    [InlineData("4..4", "P4")]
    public void Tasks_are_named_by_a_number_or_a_range(string text, string names) =>
        Assert.Equal(names, string.Join(' ', TaxiBjTask.ParseRange(text, "").Select(task => task.Name)));

    [Theory]
    [InlineData("0")]
    [InlineData("5")]
    [InlineData("4..1")]
    [InlineData("1...4")]
    [InlineData("1..")]
    [InlineData("1\n")]
    [InlineData("")]
    [InlineData("P1")]
    public void Everything_else_is_refused(string text) =>
        Assert.StartsWith(
            $"option --task: '{text.TrimEnd()}",
            Assert.Throws<BadInputException>(() => TaxiBjTask.ParseRange(text, "option --task")).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("P1", 1)]
    [InlineData("taxibj_p2.zip", 2)]
    [InlineData("P3 (1).zip", 3)]
    [InlineData("P4.zip.part", 4)]
    [InlineData("P10", null)]
    [InlineData("MAP1", null)]
    [InlineData("P5", null)]
    [InlineData("P", null)]
    public void A_name_speaks_of_a_task_only_as_a_word(string name, int? number) => Assert.Equal(number, TaxiBjTask.InName(name)?.Number);
}
