using FineFlow.Torch.Models;
using FineFlow.Torch.Parity;

namespace FineFlow.Torch.Tests.Parity;

public class GoldenCaseTests
{
    public static TheoryData<string> Models => [.. ModelCatalog.All.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Goldens.All), MemberType = typeof(Goldens))]
    public void A_golden_case_passes_on_both_paths(string name) => AssertPasses(Goldens.Path(name));

    [Theory, Trait(SharedFiles.Trait, SharedFiles.Needed)]
    [MemberData(nameof(Models))]
    public void The_further_golden_cases_of_the_model_pass_on_both_paths(string model)
    {
        var cases = Directory.GetDirectories(SharedFiles.PathOrSkip($"goldens/{model}"));

        Assert.NotEmpty(cases);
        Assert.All(cases, AssertPasses);
    }

    [Fact]
    public void Every_model_has_a_golden_case_and_the_run_says_how_many_were_proved()
    {
        var names = Goldens.All.Select(row => row.Data).ToList();
        Assert.Equal(ModelCatalog.All.Select(entry => entry.Name).Order(), names.Select(name => name.Split('/')[0]).Distinct().Order());
        TestContext.Current.AddWarning($"{names.Count} golden cases proved");
        Console.WriteLine($"CONSOLE {names.Count} golden cases proved");
        TestContext.Current.SendDiagnosticMessage($"DIAG {names.Count} golden cases proved");
    }

    private static void AssertPasses(string folder)
    {
        var result = GoldenCase.Check(folder);
        Assert.True(result.Passed, $"{folder}: {result.Failure} (worst {result.WorstOfTolerance} of the tolerance)");
        Assert.Equal(result.Passed, result.Plain.Passed && result.Shipped.Passed);
    }
}
