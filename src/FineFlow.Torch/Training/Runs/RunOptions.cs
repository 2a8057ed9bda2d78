using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using FineFlow.Core.Settings;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Runtime;

namespace FineFlow.Torch.Training.Runs;

/// <summary>
/// How a run is computed: what a user chooses beside the model, the loss and the recipe. A training option is one property here or in
/// <see cref="Networks.Recipe"/>.
/// </summary>
public abstract record RunOptions
{
    /// <summary>Seed of the initial weights, the batch order and dropout.</summary>
    [Option("S", Default = "0"), Description("seed of initial weights, batch order and dropout")]
    public long Seed { get; init; }

    /// <summary>The run folder or bundle whose weights the network begins with; null: fresh weights.</summary>
    [Option("BUNDLE", Title = "initial weights")]
    [Description("begin with the weights of another run or bundle of the same model and factor, as far as shape and meaning carry over")]
    public string? InitFrom { get; init; }

    /// <summary>
    /// Whether <see cref="InitFrom"/> was trained in the place of these data; null: as names and boxes of both datasets say.
    /// </summary>
    [Option("WHERE", Default = "as the datasets' names and boxes say", Title = "initial weights' place")]
    [Description("where the initial weights were trained: in the same place, whose learned maps go on, or in another one")]
    public WeightsPlace? InitPlace { get; init; }

    /// <summary>
    /// Days of fine counts that the run may see, all told: the last whole days of train, of which the newest quarter validates; null: all
    /// of train, and valid.
    /// </summary>
    [Option("N", Default = "all of train, and valid", Title = "days of fine counts"), Range(1, 3650)]
    [Description("few-shot: see the last N whole days of train alone; the newest quarter of them stands for valid, which is not used")]
    public int? TargetDays { get; init; }

    /// <summary>
    /// Districts whose fine counts the run does not see: ROWSxCOLUMNS:K cuts the coarse map into rectangles and leaves out the K-th in
    /// reading order. Null: it sees all.
    /// </summary>
    [Option("DISTRICTS", Title = "left out")]
    [Description("hide the fine counts of some districts: 2x2:1 is the first quarter of the map; or a GeoJSON file of polygons")]
    public string? LeaveOut { get; init; }

    /// <summary>The numbers that the steps are computed in; weights, optimizer and evaluation are in 32-bit floats always.</summary>
    [Option("NAME", Default = "bf16 where the model supports it and the GPU or the processor multiplies it", Title = "steps in")]
    [Description("numbers of the steps: fp32 or bf16")]
    public ComputePrecision Precision { get; init; }

    /// <summary>Samples that a step takes through the network at once; null: all of them. Other numbers round differently.</summary>
    [Option("N", Default = "all", OnResume = ResumeRule.ChangeLastBits, Title = "samples at once"), Range(1, 65536)]
    [Description("samples that a step takes through the network at once, to save memory; not for models with batch normalisation")]
    public int? MicroBatch { get; init; }

    /// <summary>The device to compute on (<see cref="Devices"/>). Other devices round differently.</summary>
    [Option("NAME", Default = Devices.Cpu, OnResume = ResumeRule.ChangeLastBits)]
    [Description("what to compute on: cpu, cuda, cuda:N, or auto for a GPU where there is one, which needs another libtorch "
        + "(docs/performance.md)")]
    public string Device { get; init; } = Devices.Cpu;

    /// <summary>Whether a GPU repeats a training bit for bit; the CPU does without.</summary>
    [Option(Default = "off", Title = "repeatable on a GPU")]
    [Description("on a GPU: operators that repeat bit for bit, which takes longer; one that has no such form is refused "
        + "(the CPU always repeats)")]
    public bool Deterministic { get; init; }

    /// <summary>Threads of the tensor work; other numbers round differently.</summary>
    [Option("N", Default = "as many as libtorch takes, one a core", OnResume = ResumeRule.ChangeLastBits), Range(1, 4096)]
    [Description("threads that compute")]
    public required int Threads { get; init; }
}
