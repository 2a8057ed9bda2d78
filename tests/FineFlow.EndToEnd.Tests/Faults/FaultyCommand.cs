using FineFlow.EndToEnd.Tests.Program;
using FineFlow.Synthetic;

namespace FineFlow.EndToEnd.Tests.Faults;

/// <summary>A command that writes what is to last, in a folder of its own.</summary>
/// <param name="First">Its words.</param>
/// <param name="Again">Those that bring it to its end after a fault.</param>
/// <param name="Results">The files that it is for, below <see cref="Out"/>.</param>
internal sealed record FaultyCommand(string[] First, Func<string[]> Again, params string[] Results)
{
    /// <summary>Whether it replaces what an earlier run has written: then that or its own is there, whole, at any time.</summary>
    public bool Replaces { get; private init; }

    /// <summary>Where a command in a folder writes.</summary>
    public static string Out(string disk) => Path.Combine(disk, "out");

    /// <summary>Lays events onto a grid.</summary>
    public static FaultyCommand Grid(string disk)
    {
        var output = Out(disk);
        string[] command = ["data", "grid", RawFiles.Events(Path.Combine(disk, "events.csv")), .. RawFiles.GridOptions, "--out", output];
        return new(
            command,
            () => Directory.Exists(output) ? [.. command, "--overwrite"] : command,
            "train/X.npy", "train/Y.npy", "valid/X.npy", "valid/Y.npy", "test/X.npy", "test/Y.npy");
    }

    /// <summary>Lays events onto a grid, in the place of a dataset.</summary>
    public static FaultyCommand GridAgain(string disk)
    {
        var first = Grid(disk);
        string[] command = [.. first.First, "--overwrite"];
        return first with { First = command, Again = () => command, Replaces = true };
    }

    /// <summary>Trains the smallest PLGF for an epoch.</summary>
    public static FaultyCommand Train(string disk)
    {
        var output = Out(disk);
        var data = City.Write(Path.Combine(disk, "data"), manifest: true);
        return new(
            TinyPlgf.Train(data, output, epochs: 1),
            () => File.Exists(Path.Combine(output, "run.json"))
                ? TinyPlgf.Train(data, output, epochs: 1, "--resume")
                : TinyPlgf.Train(data, output, epochs: 1),
            "model/weights.safetensors");
    }

    /// <summary>Trains and compares two baselines.</summary>
    public static FaultyCommand Experiment(string disk)
    {
        var output = Out(disk);
        var data = City.Write(Path.Combine(disk, "data"), manifest: true);
        string[] command =
            ["experiment", "overall", "--data", data, "--models", "mean,ha", "--epochs", "1", "--seeds", "1", "--out", output];
        return new(command, () => command, "table.md");
    }

    /// <summary>Takes days into the history of kha.</summary>
    public static FaultyCommand Refresh(string disk)
    {
        var output = Out(disk);
        var (data, model) = (Path.Combine(disk, "data"), Path.Combine(disk, "model"));
        SyntheticCity.Write(data, CityPreset.Find("tiny") with { Samples = 60 }, seed: 1);
        Fineflow.RunProcessWell("train", "--data", data, "--model", "kha", "--out", model);
        string[] command = ["refresh", model, "--data", data, "--out", output];
        return new(command, () => command, "weights.safetensors");
    }
}
