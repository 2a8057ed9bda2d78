using FineFlow.EndToEnd.Tests.Program;

namespace FineFlow.EndToEnd.Tests.Reports;

public class CatalogTests
{
    [Fact]
    public void The_catalog_knows_plgf_at_its_published_size()
    {
        var models = Fineflow.RunWell("models", "--json").Json().GetProperty("models").EnumerateArray().ToList();
        var plgf = Assert.Single(models, model => model.GetProperty("name").GetString() == "plgf");

        Assert.Equal(3_556_141, plgf.GetProperty("parameters").GetInt64());
        Assert.Equal("dualfocal", plgf.GetProperty("loss").GetString());
        Assert.Equal("exactly", plgf.GetProperty("conserves").GetString());
        Assert.InRange(plgf.GetProperty("multiply_adds").GetInt64(), 5_000_000_000, 6_000_000_000);
    }

    [Fact]
    public void A_model_alone_comes_with_its_settings()
    {
        var plgf = Fineflow.RunWell("models", "plgf", "--json").Json();
        var setting = Assert.Single(
            plgf.GetProperty("settings").EnumerateArray(), s => s.GetProperty("name").GetString() == "base_channels");

        Assert.Equal(128, setting.GetProperty("default").GetInt32());
        Assert.NotEmpty(setting.GetProperty("description").GetString()!);
    }

    [Fact]
    public void The_list_for_people_holds_what_the_json_holds()
    {
        var list = Fineflow.RunWell("models").Out;

        Assert.Matches("│ plgf +│.*│ 3,556,141 +│.*│ exactly +│", list);
        Assert.DoesNotContain("…", list, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_model_is_refused_with_those_that_exist() =>
        Fineflow.Run("models", "nosuch").AssertRefused("model 'nosuch'", "plgf");
}
