using System.Globalization;

namespace FineFlow.Core.Tests;

public class InvariantTextTests
{
    [Fact]
    public void Messages_are_the_same_in_every_culture()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NegativeSign = "−";
        culture.DateTimeFormat.DateSeparator = ".";
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = culture;
        try
        {
            Assert.NotEqual("-1.5", $"{-1.5f}");

            var bad = new BadInputException("X.npy", $"row {-3} is {-1.5f}, {0.25:F3} of {new DateOnly(2026, 3, 31):yyyy/MM/dd}");

            Assert.Equal("X.npy: row -3 is -1.5, 0.250 of 2026/03/31", bad.Message);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
