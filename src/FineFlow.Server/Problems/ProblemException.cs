namespace FineFlow.Server.Problems;

/// <summary>A request that is answered with an error.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="detail">What is wrong and what was expected.</param>
/// <param name="field">The field of the request at fault, if it is one.</param>
internal sealed class ProblemException(int status, string detail, string? field = null) : Exception(detail)
{
    public int Status { get; } = status;

    public string? Field { get; } = field;
}
