using System.CommandLine;
using FineFlow.Cli.CommandLine;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Settings;
using FineFlow.Ingest.Covariates;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Training;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Cli.Commands;

/// <summary>The training options that <see cref="Recipe"/> and <see cref="RunOptions"/> declare.</summary>
internal static class TrainOptions
{
    private static readonly IReadOnlyList<DeclaredOption> OfRecipe = DeclaredOption.AllOf(typeof(Recipe));
    private static readonly IReadOnlyList<DeclaredOption> OfRun = DeclaredOption.AllOf(typeof(RunOptions));

    /// <summary>All training options, in the order of the help.</summary>
    public static IEnumerable<Option> All => OfRecipe.Concat(OfRun).Select(option => option.Option);

    /// <summary>Returns a request with the given options.</summary>
    public static TrainingRequest Apply(ParseResult parsed, TrainingRequest request) => request
        .With((Recipe recipe) => DeclaredOption.Apply(OfRecipe, parsed, recipe))
        .With((RunOptions run) => DeclaredOption.Apply(OfRun, parsed, run));

    /// <summary>Returns the districts of a file that is named in the place of a rectangle; null where there is none.</summary>
    /// <exception cref="BadInputException">There is no such file, or it holds no districts of this dataset.</exception>
    public static LeftOutBlocks? DistrictsOfFile(ParseResult parsed, FlowDataset dataset)
    {
        var name = OfRun.Single(option => option.Info.Property == nameof(RunOptions.LeaveOut)).Option.Name;
        return parsed.GetValue<string?>(name) is { } districts && !LeftOutBlocks.IsRectangle(districts)
            ? DistrictFile.Read(districts, dataset)
            : null;
    }

    /// <summary>Returns the settings by which two runs differ in their last bits: option, value before, value now.</summary>
    public static IEnumerable<(string Option, string? Before, string? Now)> RoundingChanges(RunManifest before, RunManifest now) =>
        from option in OfRun.Select(option => option.Info)
        where option.OnResume == ResumeRule.ChangeLastBits && option.TextOf(before) != option.TextOf(now)
        select (option.Name, option.TextOf(before), option.TextOf(now));
}
