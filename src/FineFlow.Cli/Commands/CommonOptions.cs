using System.CommandLine;

namespace FineFlow.Cli.Commands;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json { get; } = new("--json") { Description = "print one JSON object instead of a table" };

    public static Option<bool> Strict { get; } = new("--strict") { Description = "treat warnings about the data as errors" };

    public static Option<string> Data { get; } = new("--data") { Description = "dataset folder", Required = true, HelpName = "DIR" };

    public static Option<int?> Threads { get; } = new("--threads") { Description = "threads of the tensor work (default: as many as libtorch sees fit)", HelpName = "N" };
}
