using FineFlow.AspNetCore.Problems;
using FineFlow.AspNetCore.Requests;
using FineFlow.AspNetCore.Responses;
using FineFlow.Core;
using FineFlow.Engine.Inference;
using FineFlow.Engine.Predictions;
using FineFlow.Engine.Registry;

namespace FineFlow.AspNetCore.OpenInference;

/// <summary>An inference that a request of the protocol asks for, checked. It is the same by REST and by gRPC.</summary>
/// <param name="Request">The request.</param>
/// <param name="Samples">Its samples, at least one.</param>
/// <param name="Answer">What is asked for.</param>
internal sealed record InferenceCall(OpenInferenceRequest Request, IReadOnlyList<InferenceRequest> Samples, AnswerOptions Answer)
{
    /// <summary>Makes a call of a request and the numbers of its tensors.</summary>
    /// <param name="request">The request.</param>
    /// <param name="inputs">Its inputs by name.</param>
    /// <exception cref="ProblemException">The request asks for what is not there.</exception>
    /// <exception cref="BadInputException">A tensor cannot be what it is.</exception>
    public static InferenceCall Of(OpenInferenceRequest request, IReadOnlyDictionary<string, InputValues> inputs)
    {
        var answer = AnswerOf(request.Parameters ?? new());
        foreach (var output in request.Outputs ?? [])
        {
            OutputValues.CheckName(output?.Name, answer);
        }

        return new(request, InputValues.Samples(inputs, request.Parameters?.Below), answer);
    }

    /// <summary>Infers all samples. Once the first is taken, the others wait for room.</summary>
    /// <inheritdoc cref="InferenceEngine.InferAsync(ServedModel, IReadOnlyList{Sample}, CancellationToken)"/>
    public async Task<IReadOnlyList<InferenceResponse>> InferAsync(
        InferenceEngine engine, ServedModel model, CancellationToken cancellationToken)
    {
        InferenceQuery.CheckModel(Answer, model, Samples.Count);
        return Respond(model, await engine.InferAsync(model, [.. Samples.Select(sample => sample.Sample)], cancellationToken));
    }

    /// <summary>Infers all samples, and waits while the queue is full: for callers that are admitted already.</summary>
    /// <inheritdoc cref="InferenceEngine.WaitAndInferAsync"/>
    public async Task<IReadOnlyList<InferenceResponse>> WaitAndInferAsync(
        InferenceEngine engine, ServedModel model, CancellationToken cancellationToken)
    {
        InferenceQuery.CheckModel(Answer, model, Samples.Count);
        var inferences = Samples.Select(sample => engine.WaitAndInferAsync(model, sample.Sample, cancellationToken));
        return Respond(model, await Task.WhenAll(inferences));
    }

    /// <summary>Makes the output tensors of the answers, those that the request asks for.</summary>
    public IReadOnlyList<OutputValues> Outputs(IReadOnlyList<InferenceResponse> responses) =>
        OutputValues.Of(responses, Request.Outputs?.Select(output => output.Name).ToList());

    private static AnswerOptions AnswerOf(RequestParameters parameters) => InferenceQuery.Checked(new()
    {
        Integers = parameters.Integers,
        Estimate = InferenceQuery.EstimateOf(parameters.Estimate),
        Quantiles = InferenceQuery.LevelsOf(parameters.Quantiles),
        Draws = parameters.Draws,
        Seed = parameters.Seed,
    });

    private IReadOnlyList<InferenceResponse> Respond(ServedModel model, IEnumerable<InferenceResult> results) =>
    [
        .. Samples.Zip(results).Select((pair, place) => InferenceResponse.Create(model, pair.First, pair.Second, Answer, place)),
    ];
}
