using System.Text.Json.Nodes;
using FineFlow.Core;
using FineFlow.Core.Settings;
using FineFlow.Torch.Models;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Runtime;
using TorchSharp;

namespace FineFlow.Torch.Benchmarking;

/// <summary>Options of a benchmark.</summary>
internal sealed record BenchmarkOptions
{
    private const int LargestBatch = 1024;
    private const double LongestSeconds = 3600;

    /// <summary>The catalog's names of the models.</summary>
    public IReadOnlyList<string> Models { get; init; } = ["plgf"];

    /// <summary>Batch sizes in samples; each is measured separately.</summary>
    public IReadOnlyList<int> Batches { get; init; } = [1, 16];

    /// <summary>The work to time.</summary>
    public IReadOnlyList<BenchmarkMode> Modes { get; init; } = [BenchmarkMode.Infer, BenchmarkMode.Train];

    /// <summary>The device to compute on (<see cref="Devices"/>).</summary>
    public string Device { get; init; } = Devices.Cpu;

    /// <summary>Precisions to compute in; models that do not support one are left out for it.</summary>
    public IReadOnlyList<ComputePrecision> Precisions { get; init; } = [ComputePrecision.Fp32];

    /// <summary>Samples of a micro-batch of a training step; null for whole steps.</summary>
    public int? MicroBatch { get; init; }

    /// <summary>Seconds for each combination of model, mode and batch; exceeded where three rounds take longer.</summary>
    public double Seconds { get; init; } = 3;

    /// <summary>Settings of all models by name, in place of the TaxiBJ defaults.</summary>
    public IReadOnlyDictionary<string, JsonNode?> Settings { get; init; } = new Dictionary<string, JsonNode?>();

    /// <summary>Whether to time the layers of the model, which must be the only one.</summary>
    public bool Profile { get; init; }

    /// <summary>Shapes of the matrix products and convolutions that measure the machine's ceiling.</summary>
    internal CeilingShapes Ceiling { get; init; } = CeilingShapes.Default;

    /// <summary>Validates the options and returns the models to measure.</summary>
    /// <exception cref="BadInputException">An option is unknown or out of range.</exception>
    internal IReadOnlyList<Choice> Checked()
    {
        if (!(Seconds > 0 && Seconds <= LongestSeconds))
        {
            throw Refusal(nameof(Seconds), $"is {Seconds}; expected more than 0, up to {LongestSeconds}");
        }

        if (Batches.FirstOrDefault(batch => batch is < 1 or > LargestBatch, 1) is var wrong and not 1)
        {
            throw Refusal(nameof(Batches), $"is {wrong}; expected 1 to {LargestBatch}");
        }

        if (MicroBatch < 1)
        {
            throw Refusal(nameof(MicroBatch), $"is {MicroBatch}; expected at least 1");
        }

        if (Profile && Models.Distinct().Count() != 1)
        {
            throw Refusal(nameof(Profile), $"shows one model, but {Models.Distinct().Count()} are named; expected one");
        }

        if (Profile && Devices.Parse(Device) is not null)
        {
            throw Refusal(nameof(Profile), $"times layers on the CPU alone, but the device is {Device}; expected cpu");
        }

        var device = Devices.Require(Device);

        IReadOnlyList<Choice> choices =
        [
            .. from entry in Models.Distinct().Select(ModelCatalog.Find)
               from precision in Precisions.Distinct().Order()
               where precision == ComputePrecision.Fp32 || entry.SupportsBf16
               select new Choice(entry, entry.Configure(Settings), precision, MicroBatch, device),
        ];
        return choices.Count > 0
            ? choices
            : throw Refusal("Precision", $"is bf16, which {string.Join(", ", Models)} cannot compute in; expected fp32");
    }

    private static BadInputException Refusal(string setting, InvariantText problem) =>
        new($"setting '{SettingsBinder.NameOf(setting)}'", problem) { Setting = setting };

    /// <summary>A model in a precision.</summary>
    internal sealed record Choice(
        ModelEntry Entry, NetworkOptions Options, ComputePrecision Precision, int? MicroBatch, torch.Device Device)
    {
        public BenchedModel Create() => new(Entry, Options, Precision, MicroBatch, Device);
    }
}
