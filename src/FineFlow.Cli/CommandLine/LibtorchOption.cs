using System.CommandLine;
using FineFlow.Torch.Runtime;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Cli.CommandLine;

/// <summary><c>--libtorch DIR</c>, of every command that takes a device.</summary>
internal static class LibtorchOption
{
    private static readonly string Device = DeclaredOption.Of<string?>(typeof(RunOptions), nameof(RunOptions.Device)).Name;

    public static Option<string?> Option { get; } = new("--libtorch")
    {
        Description = "compute by the libtorch of an installed PyTorch, the folder torch/lib of its environment; see doctor --find "
            + $"(default: what {InstalledLibtorch.Variable} names, else what came with the program)",
        HelpName = "DIR",
    };

    /// <summary>Gives it to the commands of a program.</summary>
    public static void AddTo(Command command)
    {
        foreach (var child in command.Subcommands)
        {
            AddTo(child);
        }

        if (command.Options.Any(option => option.Name == Device))
        {
            command.Add(Option);
        }
    }

    /// <summary>Obeys it in this process, and in those that it starts, until the result is disposed of.</summary>
    public static IDisposable? Obey(ParseResult parsed) =>
        parsed.GetResult(Option) is not null ? new Choice(parsed.GetValue(Option) ?? "") : null;

    private sealed class Choice : IDisposable
    {
        private readonly string? _before = Environment.GetEnvironmentVariable(InstalledLibtorch.Variable);

        public Choice(string folder) => Environment.SetEnvironmentVariable(InstalledLibtorch.Variable, folder);

        public void Dispose() => Environment.SetEnvironmentVariable(InstalledLibtorch.Variable, _before);
    }
}
