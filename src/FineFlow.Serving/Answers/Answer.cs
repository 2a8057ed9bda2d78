using FineFlow.Core;
using FineFlow.Core.Conservation;
using FineFlow.Serving.Engine;
using FineFlow.Serving.Questions;
using FineFlow.Serving.Registry;

namespace FineFlow.Serving.Answers;

/// <summary>One sample, inferred, as it goes out.</summary>
/// <param name="Model">Who inferred it.</param>
/// <param name="Question">What was asked.</param>
/// <param name="Fine">Fine counts [1, C, N*H, N*W].</param>
/// <param name="Whole">The same as whole counts, where those were asked for.</param>
/// <param name="MaxConservationError">Largest difference between a block's sum and its coarse count.</param>
/// <param name="Warnings">How the coarse map is unlike those that the model was trained on.</param>
internal sealed record Answer(
    LoadedModel Model, Question Question, FlowMaps Fine, long[]? Whole, double MaxConservationError, IReadOnlyList<string> Warnings)
{
    /// <summary>Shape of the answer: channels, rows, columns.</summary>
    public int[] Shape => [Fine.Channels, Fine.Rows, Fine.Columns];

    /// <summary>From what the engine inferred.</summary>
    /// <exception cref="BadInputException">Whole counts were asked for, and the coarse ones are not whole.</exception>
    public static Answer Of(LoadedModel model, Question question, SampleAnswer sample, bool integers)
    {
        if (!integers)
        {
            return new(model, question, sample.Fine, null, sample.Residual.Largest, sample.Warnings);
        }

        var (coarse, fine) = (sample.Coarse, sample.Fine);
        var whole = LargestRemainder.Round(fine, coarse);
        var rounded = LargestRemainder.AsMaps(whole, fine);
        return new(model, question, rounded, whole, ConservationResidual.Of(coarse, rounded).Largest, sample.Warnings);
    }
}
