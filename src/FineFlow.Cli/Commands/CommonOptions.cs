using System.CommandLine;
using System.Text.Json.Nodes;
using FineFlow.Cli.CommandLine;
using FineFlow.Cli.Terminal;
using FineFlow.Core;
using FineFlow.Core.Settings;
using FineFlow.Torch.Losses;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Runtime;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Cli.Commands;

/// <summary>Options of several commands.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json { get; } = new("--json") { Description = "print the report as one JSON object" };

    public static Option<string?> Png { get; } = new("--png")
    {
        Description = "also draw a picture (PNG): mean map, histogram, totals and zero share over time (default: none)",
        HelpName = "FILE",
    };

    public static Option<bool> Strict { get; } = new("--strict") { Description = "treat warnings as errors" };

    public static Option<string> Data { get; } = new("--data") { Description = "dataset folder", Required = true, HelpName = "DIR" };

    public static Option<string[]> Set { get; } = new("--set")
    {
        Description = "set a setting of the model, or of the loss by loss.KEY; may be repeated (defaults: fineflow models NAME)",
        HelpName = "KEY=VALUE",
    };

    public static Option<string?> Loss { get; } = new("--loss")
    {
        Description = $"loss to train on: {string.Join(", ", LossCatalog.All.Select(loss => loss.Name))} (default: the model's own)",
        HelpName = "NAME",
    };

    public static Option<string?> Size { get; } = new("--size")
    {
        Description = "width of a published network: small, medium or paper (default: paper)",
        HelpName = "NAME",
    };

    public static Option<bool> Exact { get; } = new("--exact")
    {
        Description = "exact conservation in place of a model's epsilon, with the same weights",
    };

    public static Option<bool> Project { get; } = new("--project") { Description = "make the maps of a model without conservation add up" };

    public static Option<int?> Threads { get; } = DeclaredOption.Of<int?>(typeof(RunOptions), nameof(RunOptions.Threads));

    public static Option<int?> Expiry { get; } = NumberOption.Whole(
        "--expiry", "SECONDS", "how long a process may say nothing before others take over its work (default: 60)");

    public static Option<string?> Device { get; } = DeclaredOption.Of<string?>(typeof(RunOptions), nameof(RunOptions.Device));

    /// <summary>Returns the size of --size; null without it.</summary>
    public static NetworkSize? SizeOf(ParseResult parsed) =>
        parsed.GetValue(Size) is { } size ? TextOption.Choice<NetworkSize>("option --size", size) : null;

    /// <summary>Returns how long a process may say nothing; null for the default.</summary>
    /// <exception cref="BadInputException">The number is out of range.</exception>
    public static TimeSpan? ExpiryOf(ParseResult parsed) =>
        parsed.GetValue(Expiry) is { } seconds ? TimeSpan.FromSeconds(NumberOption.InRange(Expiry, seconds, 86_400)) : null;

    /// <summary>Returns the device of --device; what auto has chosen is told.</summary>
    public static string DeviceOf(ParseResult parsed) => Chosen(parsed.GetValue(Device) ?? Devices.Cpu);

    /// <summary>Returns a device of this machine, and tells what auto has chosen.</summary>
    /// <exception cref="BadInputException">There is no such device.</exception>
    public static string Chosen(string name)
    {
        var device = Devices.Resolve(name);
        Devices.Require(device);
        TellDevice(name, device);
        return device;
    }

    /// <summary>Tells the device that auto has chosen; nothing where another name was given.</summary>
    public static void TellDevice(string? name, string device)
    {
        if (name == Devices.Auto)
        {
            Output.Note(device == Devices.Cpu ? "computes on the CPU: libtorch finds no GPU" : $"computes on {device}");
        }
    }

    /// <summary>Returns the mode of --exact or --project; null without either.</summary>
    public static ConservationMode? RecoveryOf(ParseResult parsed) => (parsed.GetValue(Exact), parsed.GetValue(Project)) switch
    {
        (false, false) => null,
        (true, false) => ConservationMode.Exact,
        (false, true) => ConservationMode.Projected,
        _ => throw new BadInputException("options --exact and --project", "exclude one another"),
    };

    /// <summary>Returns the assignments of --set.</summary>
    public static Dictionary<string, JsonNode?> Settings(ParseResult parsed) => Settings(parsed, Set);

    /// <summary>Returns the assignments of a command's own --set.</summary>
    public static Dictionary<string, JsonNode?> Settings(ParseResult parsed, Option<string[]> set)
    {
        var settings = new Dictionary<string, JsonNode?>();
        foreach (var assignment in parsed.GetValue(set) ?? [])
        {
            var parts = assignment.Split('=', 2);
            if (parts.Length != 2 || parts[0].Length == 0 || !settings.TryAdd(parts[0], SettingsBinder.ParseValue(parts[1])))
            {
                throw new BadInputException("option --set", $"'{assignment}': expected KEY=VALUE, each key once");
            }
        }

        return settings;
    }
}
