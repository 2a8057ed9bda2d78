using FineFlow.Cli.Cities;

namespace FineFlow.Cli.Tests.Cities;

public class CityTextTests
{
    [Theory]
    [InlineData("months/trips.csv.gz", "trips")]
    [InlineData("year-*.csv", "year")]
    [InlineData("2014_0?.csv", "2014_0")]
    [InlineData("*.csv", "*")]
    [InlineData(".hidden", ".hidden")]
    public void A_city_is_called_after_its_first_file(string file, string name) => Assert.Equal(name, CityText.NameOf([file, "other.csv"]));
}
