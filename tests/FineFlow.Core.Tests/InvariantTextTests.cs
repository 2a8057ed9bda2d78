using System.Globalization;

namespace FineFlow.Core.Tests;

public sealed class InvariantTextTests : IDisposable
{
    private readonly CultureInfo _before = CultureInfo.CurrentCulture;

    /// <summary>Numbers as some countries write them; the sign shows whole numbers too.</summary>
    public InvariantTextTests()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (culture.NumberFormat.NumberDecimalSeparator, culture.NumberFormat.NegativeSign) = (",", "~");
        CultureInfo.CurrentCulture = culture;
    }

    [Fact]
    public void Numbers_in_messages_do_not_follow_the_callers_culture()
    {
        Assert.Equal("~1,5", $"{-1.5}");

        var failure = new BadInputException($"row {-2}", $"is {-1.5}, or {1.75:F1}; {"text"} is expected");

        Assert.Equal("row -2: is -1.5, or 1.8; text is expected", failure.Message);
        Assert.Equal("row -2", failure.InputSource);
    }

    [Fact]
    public void A_value_in_a_dataset_is_shown_as_everywhere()
    {
        var maps = new FlowMaps(new(1, 1, 1, 2), [1, -0.5f]);

        var failure = Assert.Throws<BadInputException>(() => Core.Datasets.SplitValues.CheckFlow(maps, "X.npy"));

        Assert.Contains("is -0.5;", failure.Message, StringComparison.Ordinal);
    }

    public void Dispose() => CultureInfo.CurrentCulture = _before;
}
