using FineFlow.EndToEnd.Tests.Program;

namespace FineFlow.EndToEnd.Tests.Reports;

public sealed class DataSynthTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string City => _folder.File("city");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("tiny")]
    [InlineData("small")]
    public void A_made_up_city_is_well(string preset)
    {
        var png = _folder.File("hours.png");
        var made = Fineflow.RunWell("data", "synth", "--preset", preset, "--seed", "3", "--out", City, "--png", png, "--json").Json();
        Assert.Equal(3, made.GetProperty("seed").GetInt64());
        Assert.True(new FileInfo(png).Length > 10_000);

        var doctor = Fineflow.RunWell("data", "doctor", City, "--json").Json();
        Assert.Empty(doctor.GetProperty("findings").EnumerateArray());
    }

    [Fact]
    public void A_dataset_that_is_there_is_replaced_only_if_asked()
    {
        Fineflow.RunWell("data", "synth", "--preset", "tiny", "--out", City);
        var before = File.ReadAllBytes(Path.Combine(City, "dataset.json"));
        Fineflow.Run("data", "synth", "--preset", "tiny", "--seed", "2", "--out", City).AssertRefused(City, "is not empty");
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(City, "dataset.json")));
        Fineflow.RunWell("data", "synth", "--preset", "tiny", "--seed", "2", "--out", City, "--overwrite");
        Assert.NotEqual(before, File.ReadAllBytes(Path.Combine(City, "dataset.json")));
    }

    [Fact]
    public void An_unknown_preset_is_refused_with_those_that_exist() =>
        Fineflow.Run("data", "synth", "--preset", "taxibj-p5", "--out", City).AssertRefused("taxibj-p5", "taxibj-p4", "metropolis");
}
