using FineFlow.Core;
using FineFlow.Core.Conservation;
using FineFlow.Torch.Inference;

namespace FineFlow.Onnx;

/// <summary>How well an exported model agrees with the model that it was made of, on made-up inputs.</summary>
/// <param name="LargestDifference">Largest difference of a fine cell, relative to the largest cell.</param>
/// <param name="Residual">The differences between the exported model's block sums and the coarse counts.</param>
internal sealed record OnnxTrial(double LargestDifference, ConservationResidual Residual)
{
    /// <summary>The largest difference that rounding explains.</summary>
    private const double Tolerance = 1e-4;

    /// <summary>Whether the exported model infers the same maps.</summary>
    public bool Agrees => LargestDifference <= Tolerance && Residual.Conserves;

    /// <summary>Infers with both.</summary>
    /// <param name="model">The model.</param>
    /// <param name="content">The file that was made of it.</param>
    /// <param name="path">The file's name, for messages.</param>
    /// <exception cref="BadInputException">ONNX Runtime does not compute the file.</exception>
    public static OnnxTrial Run(FlowModel model, byte[] content, string path)
    {
        using var exported = OnnxModel.Load(content, path);
        var inputs = TrialInputs.Create(model.Network.Options);
        var ours = model.Predict(inputs);
        var theirs = FineBand.Join(exported.Infer(inputs, null, path), exported.CreateFine(inputs.Coarse));
        var difference = ours.Values.Zip(theirs.Values, (one, other) => Math.Abs((double)one - other)).Max();
        return new(
            double.IsNaN(difference) ? double.PositiveInfinity : difference / Math.Max(1, ours.Values.Max()),
            ConservationResidual.Of(inputs.Coarse, theirs));
    }
}
