using System.CommandLine;
using System.Text.Json;
using FineFlow.AspNetCore.Settings;
using FineFlow.Core;
using FineFlow.Core.Settings;
using FineFlow.Engine.Inference;
using FineFlow.Host;
using FineFlow.Ingest.External;
using FineFlow.Ingest.Grid;
using FineFlow.Ingest.Tables;
using FineFlow.Ingest.TaxiBj;
using FineFlow.Torch.Benchmarking;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Cli.CommandLine;

/// <summary>The library's messages name properties; this names the option that sets one.</summary>
internal static class OptionHint
{
    /// <summary>Options that are called something else than the property they set.</summary>
    private static readonly Dictionary<string, string> Options = new()
    {
        ["external"] = "--ext",
        ["folder"] = "--out",
        [nameof(BenchmarkOptions.Batches)] = "--batch",
        [nameof(ConservationMode.Projected)] = "--project",
        [nameof(Tiling)] = "--tile",
        [nameof(GridOptions.Rows)] = "--grid",
        [nameof(GridOptions.SlotMinutes)] = "--slot",
        [nameof(GridOptions.FromHour)] = "--hours",
        [nameof(GridOptions.MaxGapSeconds)] = "--max-gap",
        [nameof(GridOptions.MinSlotRows)] = "--min-rows",
        [nameof(GridOptions.MaxBadShare)] = "--max-bad",
        [nameof(GridColumns.Longitude)] = "--lon",
        [nameof(GridColumns.Latitude)] = "--lat",
        [nameof(GridColumns.EndLongitude)] = "--end-lon",
        [nameof(GridColumns.EndLatitude)] = "--end-lat",
        [nameof(EngineLimits.MemoryMegabytes)] = "--memory",
        [nameof(GridOptions.TimeFormats)] = "--time-format",
        [nameof(GridOptions.ColumnNames)] = "--columns",
        ["External.TimeFormats"] = "--weather-time-format",
        ["External.Columns.Time"] = "--weather-time",
        [nameof(TaxiBjImportRequest.Tasks)] = "--task",
        [nameof(ExternalOptions.MaxAgeHours)] = "--weather-max-age",
    };

    /// <summary>What declared options are called by the properties that they set.</summary>
    private static readonly Dictionary<string, string> DeclaredOptions =
        new[] { typeof(Recipe), typeof(RunOptions), typeof(FineFlowOptions), typeof(ServeOptions), typeof(EngineOptions) }
            .SelectMany(OptionInfo.Of)
            .DistinctBy(option => option.Property) // a device is an option of runs and of the engine
            .ToDictionary(option => option.Property, option => option.Name);

    /// <summary>The message, and the option of this command that decides on it where there is one.</summary>
    public static string Of(BadInputException bad, Command command) =>
        OptionOf(bad.Setting) is { } option
        && command.Options.Any(own => own.Name == option)
        && !bad.Message.Contains(option, StringComparison.Ordinal)
            ? $"{bad.Message} (option {option})"
            : bad.Message;

    /// <summary>Returns the option that sets a property; null without a property.</summary>
    public static string? OptionOf(string? setting) => setting is null
        ? null
        : Options.GetValueOrDefault(setting)
            ?? DeclaredOptions.GetValueOrDefault(setting)
            ?? $"--{JsonNamingPolicy.KebabCaseLower.ConvertName(setting)}";
}
