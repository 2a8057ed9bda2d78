using Microsoft.AspNetCore.Http;

namespace FineFlow.AspNetCore.Problems;

/// <summary>A request that is answered with an error.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="detail">What is wrong and what was expected.</param>
/// <param name="field">The field of the request at fault, if it is one.</param>
internal sealed class ProblemException(int status, string detail, string? field = null) : Exception(detail)
{
    /// <summary>Creates a refusal of a field of the request, with status 400.</summary>
    /// <param name="field">The field.</param>
    /// <param name="problem">What is wrong with it and what was expected.</param>
    public static ProblemException Of(string field, string problem) => new(StatusCodes.Status400BadRequest, $"{field}: {problem}", field);

    public int Status { get; } = status;

    public string? Field { get; } = field;
}
