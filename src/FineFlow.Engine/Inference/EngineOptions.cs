using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using FineFlow.Core.Settings;
using FineFlow.Engine.Registry;
using FineFlow.Torch.Runtime;

namespace FineFlow.Engine.Inference;

/// <summary>Limits of the engine. One unit of work is one map of the size that the model was trained on; a larger map is several.</summary>
public record EngineOptions : IValidatableObject
{
    /// <summary>Units of the largest map.</summary>
    public const int LargestMap = 16;

    /// <summary>
    /// Units that are inferred at once, at most; null: as many as take hardly longer than one, see <see cref="Throughput"/>.
    /// </summary>
    [Option("N", Default = "as many as take at most half as long again as one, measured at loading"), Range(1, 1024)]
    [Description("maps that are inferred at once")]
    public int? MaxBatch { get; set; }

    /// <summary>Units that may wait, at most; no fewer than those of a batch.</summary>
    [Option("N", Default = "256"), Range(1, 100_000)]
    [Description("maps that may wait in a burst, at most, and a tenth of a second's work; more are refused with 503")]
    public int Queue { get; set; } = 256;

    /// <summary>
    /// Memory of the models' weights and histories in megabytes, at most: a model is then loaded when it is asked for first, and those that
    /// were asked longest ago give way to it. Models that are being asked stay, whatever they take. Null: all models are loaded at the
    /// start, and stay.
    /// </summary>
    [Option("MB", Default = "all models are loaded at the start, and stay"), Range(1, 10_000_000)]
    [Description("memory of the models in megabytes: they are loaded when they are asked for first, and give way to others")]
    public int? ModelMemory { get; set; }

    /// <summary>
    /// What the models compute on: cpu, cuda, cuda:N or auto. Of several, divided by commas, each holds all models and infers batches of
    /// the one queue.
    /// </summary>
    [Option("NAME", Default = Devices.Cpu)]
    [Description("what the models compute on: cpu, cuda, cuda:N, or auto for a GPU where there is one; several, divided by commas, "
        + "share the work")]
    public string Device { get; set; } = Devices.Cpu;

    /// <summary>Whether to refuse maps that are unlike those that the model was trained on, instead of answering with a warning.</summary>
    [Option(Default = "off")]
    [Description("refuse maps that are unlike those that a model was trained on (size, place, scale of counts) instead of warning")]
    public bool Strict { get; set; }

    /// <summary>
    /// How much work may wait in a burst. An engine that has had no pause for so long, or has refused a request, is overloaded. A long
    /// queue would then only delay every answer: until half a second has passed without a refusal, no more than the next batch may wait.
    /// </summary>
    public TimeSpan Burst { get; set; } = TimeSpan.FromSeconds(0.1);

    /// <summary><see cref="ModelMemory"/> in bytes.</summary>
    internal long? ModelMemoryBytes => ModelMemory * 1_000_000L;

    /// <summary>Refuses a queue that cannot hold a batch, and a burst of less than no time.</summary>
    public virtual IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Queue < MaxBatch)
        {
            yield return new(FormattableString.Invariant($"must hold a batch, which is of {MaxBatch} maps"), [nameof(Queue)]);
        }

        if (Burst < TimeSpan.Zero)
        {
            yield return new("must not be negative", [nameof(Burst)]);
        }
    }
}
