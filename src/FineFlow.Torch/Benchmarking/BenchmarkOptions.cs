using System.Text.Json.Nodes;
using FineFlow.Core;
using FineFlow.Torch.Models;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Runtime;
using TorchSharp;

namespace FineFlow.Torch.Benchmarking;

/// <summary>What a benchmark measures.</summary>
public sealed record BenchmarkOptions
{
    private const int LargestBatch = 1024;
    private const double LongestSeconds = 3600;

    /// <summary>Names of the catalog.</summary>
    public IReadOnlyList<string> Models { get; init; } = ["plgf"];

    /// <summary>Samples of a round, each measured on its own.</summary>
    public IReadOnlyList<int> Batches { get; init; } = [1, 16];

    /// <summary>What the models do.</summary>
    public IReadOnlyList<BenchmarkMode> Modes { get; init; } = [BenchmarkMode.Infer, BenchmarkMode.Train];

    /// <summary>What to compute on (<see cref="Devices"/>).</summary>
    public string Device { get; init; } = Devices.Cpu;

    /// <summary>Numbers to compute in; models that do not admit one are left out there.</summary>
    public IReadOnlyList<ComputePrecision> Precisions { get; init; } = [ComputePrecision.Fp32];

    /// <summary>Samples that a training step takes through the network at once; null: all of them.</summary>
    public int? MicroBatch { get; init; }

    /// <summary>Seconds that each combination of model, mode and batch is measured for; longer where three rounds take longer.</summary>
    public double Seconds { get; init; } = 3;

    /// <summary>Settings of all models over the TaxiBJ default, by name.</summary>
    public IReadOnlyDictionary<string, JsonNode?> Settings { get; init; } = new Dictionary<string, JsonNode?>();

    /// <summary>Whether the one model's time is shown layer by layer.</summary>
    public bool Profile { get; init; }

    /// <summary>The shapes that the machine's ceiling is measured at.</summary>
    internal CeilingShapes Ceiling { get; init; } = CeilingShapes.Default;

    /// <summary>The models with their settings.</summary>
    /// <exception cref="BadInputException">Something is unknown or out of range.</exception>
    internal IReadOnlyList<Choice> Checked()
    {
        if (!(Seconds > 0 && Seconds <= LongestSeconds))
        {
            throw new BadInputException("option --seconds", Invariant($"is {Seconds}; expected more than 0, up to {LongestSeconds}"));
        }

        if (Batches.FirstOrDefault(batch => batch is < 1 or > LargestBatch, 1) is var wrong and not 1)
        {
            throw new BadInputException("option --batch", $"is {wrong}; expected 1 to {LargestBatch}");
        }

        if (MicroBatch < 1)
        {
            throw new BadInputException("setting 'micro_batch'", $"is {MicroBatch}; expected at least 1") { Setting = nameof(MicroBatch) };
        }

        if (Profile && Models.Distinct().Count() != 1)
        {
            throw new BadInputException("option --profile", $"shows one model; --models names {Models.Distinct().Count()}");
        }

        if (Profile && Devices.Parse(Device) is not null)
        {
            throw new BadInputException("option --profile", $"times layers on the CPU alone; --device is {Device}");
        }

        var device = Devices.Require(Device);

        IReadOnlyList<Choice> choices =
        [
            .. from entry in Models.Distinct().Select(ModelCatalog.Find)
               from precision in Precisions.Distinct().Order()
               where precision == ComputePrecision.Fp32 || entry.SupportsBf16
               select new Choice(entry, entry.Configure(Settings), precision, MicroBatch, device),
        ];
        return choices.Count > 0 ? choices : throw new BadInputException(
            "setting 'precision'", $"is bf16, which {string.Join(", ", Models)} cannot compute in; expected fp32")
        { Setting = "Precision" };
    }

    /// <summary>A model to measure.</summary>
    internal sealed record Choice(ModelEntry Entry, NetworkOptions Options, ComputePrecision Precision, int? MicroBatch, torch.Device Device)
    {
        public BenchedModel Create() => new(Entry, Options, Precision, MicroBatch, Device);
    }
}
