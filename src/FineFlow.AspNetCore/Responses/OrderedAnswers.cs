using System.Threading.Channels;

namespace FineFlow.AspNetCore.Responses;

/// <summary>Answers a stream of requests in their order, however many there are. A bounded number of answers is made ahead.</summary>
internal static class OrderedAnswers
{
    private const int Ahead = 16;

    /// <summary>Answers requests until there are no more.</summary>
    /// <param name="read">Reads the requests.</param>
    /// <param name="answer">Answers a request, whose place in the stream it is told.</param>
    /// <param name="write">Writes an answer.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static async Task WriteAsync<TRequest, TAnswer>(
        Func<CancellationToken, IAsyncEnumerable<TRequest>> read,
        Func<TRequest, int, CancellationToken, Task<TAnswer>> answer,
        Func<TAnswer, CancellationToken, Task> write,
        CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var answers = Channel.CreateBounded<Task<TAnswer>>(Ahead);
        var reading = ReadAsync();
        try
        {
            await foreach (var next in answers.Reader.ReadAllAsync(ended.Token))
            {
                await write(await next, ended.Token);
            }
        }
        finally
        {
            // Nothing may read any more when the request is over.
            await ended.CancelAsync();
            await reading;
        }

        async Task ReadAsync()
        {
            Exception? end = null;
            var place = 0;
            try
            {
                await foreach (var request in read(ended.Token))
                {
                    await answers.Writer.WriteAsync(answer(request, place++, ended.Token), ended.Token);
                }
            }
            catch (Exception failure)
            {
                end = failure;
            }

            // The writer answers what came before, and then fails with the same.
            answers.Writer.Complete(end);
        }
    }
}
