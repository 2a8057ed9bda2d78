using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Formats;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Models;
using FineFlow.Torch.Models.Histories;
using FineFlow.Torch.Networks;
using Microsoft.ML.OnnxRuntime;

namespace FineFlow.Onnx;

/// <summary>
/// A model in an ONNX file that FineFlow exported, computed by ONNX Runtime on the CPU. It checks its inputs as the bundle's model does.
/// Nothing here loads libtorch.
/// </summary>
internal sealed class OnnxModel : IFlowModel
{
    /// <summary>Samples that are inferred at once, of maps of the size that the model was trained on.</summary>
    private const int Batch = 16;

    /// <summary>The same of models that compare each sample with all slots of a history.</summary>
    private const int BatchOfHistory = 1;

    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly InputRequirements _requirements;

    private OnnxModel(InferenceSession session, ModelCard card, NetworkOptions options, InputRequirements requirements) =>
        (_session, Card, Options, _requirements) = (session, card, options, requirements);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <inheritdoc/>
    public NetworkOptions Options { get; }

    /// <summary>False: an exported model infers its mean map alone.</summary>
    public bool GivesDistribution => false;

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="threads">Threads of an operator; null for ONNX Runtime's default, one a core.</param>
    /// <exception cref="BadInputException">It is missing or damaged, or FineFlow did not write it.</exception>
    public static OnnxModel Load(string path, int? threads = null)
    {
        var content = InputFile.Read(path, stream =>
        {
            if (stream.Length > Array.MaxLength)
            {
                throw new BadInputException(path, "is larger than the 2 GiB that an ONNX file may have");
            }

            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        });
        return Load(content, path, threads);
    }

    /// <summary>Opens a file's content.</summary>
    /// <param name="content">Its bytes.</param>
    /// <param name="path">The file, for messages.</param>
    /// <param name="threads">Threads of an operator; null for ONNX Runtime's default, one a core.</param>
    /// <exception cref="BadInputException">It is damaged, or FineFlow did not write it.</exception>
    public static OnnxModel Load(byte[] content, string path, int? threads = null)
    {
        var session = OnnxSession.Open(content, path, threads);
        try
        {
            var card = OnnxCard.Read(session, path);
            var options = BadInputException.Within(path, () => ModelCatalog.Find(card.Model).Configure(card.Options));
            return new(session, card, options, OnnxCard.Requirements(session, card.Model, options, path));
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> CompareWithTraining(FlowInputs inputs, InputOrigin? origin, string source, bool strict) =>
        TrainingFit.Compare(Card, Options, inputs, origin, source, strict);

    /// <inheritdoc/>
    public FlowMaps CreateFine(FlowMaps coarse, string source = "coarse") => FineMaps.Create(Options.ScaleFactor, coarse, source);

    /// <inheritdoc/>
    public IEnumerable<FineBand> Infer(
        FlowInputs inputs, Tiling? tiling, string source, CancellationToken cancellationToken = default)
    {
        if (tiling is not null)
        {
            throw new BadInputException(source, "cannot be inferred tile by tile with an exported model; its bundle does that")
            {
                Setting = nameof(Tiling),
            };
        }

        SplitValues.CheckFlow(inputs.Coarse, source);
        if (inputs.External is { } external)
        {
            SplitValues.CheckExternal(external, $"{source}, external factors");
        }

        inputs.Check(_requirements, source);
        if (inputs.Below is { } below)
        {
            throw new BadInputException(
                source, $"{nameof(FlowInputs.Below)} is {below}, but an exported model knows no bound of missing counts; its bundle does")
            {
                Setting = nameof(FlowInputs.Below),
            };
        }

        Options.CheckInput(inputs, Card.Model, source);
        FineMaps.CheckAtOnce(
            inputs.Coarse, inputs.Coarse.Rows, Options.ScaleFactor, source, "infer it with the model's bundle, tile by tile");
        return Bands(inputs, source, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
    }

    private IEnumerable<FineBand> Bands(FlowInputs inputs, string source, CancellationToken cancellationToken)
    {
        var batch = Options is HistoryOptions ? BatchOfHistory : Batch;
        var own = (long)batch * Options.Height * Options.Width;
        var step = (int)Math.Clamp(own / ((long)inputs.Coarse.Rows * inputs.Coarse.Columns), 1, batch);
        for (var start = 0; start < inputs.Samples; start += step)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var samples = inputs.Slice(start, Math.Min(step, inputs.Samples - start));
            yield return new(start, 0, samples.Coarse, Infer(samples, source)) { Mask = samples.Mask };
        }
    }

    private FlowMaps Infer(FlowInputs inputs, string source)
    {
        var coarse = inputs.Coarse;
        var values = new Dictionary<string, OrtValue>
        {
            [OnnxNames.Coarse] = OrtValue.CreateTensorValueFromMemory(
                WithGaps(inputs), [coarse.Samples, coarse.Channels, coarse.Rows, coarse.Columns]),
        };
        if (_requirements.External)
        {
            var external = inputs.External!;
            values[OnnxNames.External] = OrtValue.CreateTensorValueFromMemory(external.Values, [external.Samples, external.Columns]);
        }

        if (_requirements.Time)
        {
            values[OnnxNames.Time] = OrtValue.CreateTensorValueFromMemory(inputs.Time!, [coarse.Samples]);
        }

        try
        {
            using var results = _session.Run(_run, values, [OnnxNames.Fine]);
            var fine = new FlowMaps(coarse.Shape.Refined(Options.ScaleFactor));
            results[0].GetTensorDataAsSpan<float>().CopyTo(fine.Values);
            return fine;
        }
        catch (OnnxRuntimeException failure)
        {
            throw new BadInputException(source, $"cannot be inferred by this exported model: {OnnxSession.FirstLine(failure)}", failure);
        }
        finally
        {
            foreach (var value in values.Values)
            {
                value.Dispose();
            }
        }
    }

    /// <summary>Returns the coarse counts, with NaN where one is missing.</summary>
    private static float[] WithGaps(FlowInputs inputs) => inputs.Mask is { } mask
        ? [.. inputs.Coarse.Values.Zip(mask.Values, (count, observed) => observed > 0 ? count : float.NaN)]
        : inputs.Coarse.Values;
}
